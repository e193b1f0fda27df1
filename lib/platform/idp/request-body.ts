import type { IncomingMessage } from "node:http"
import { AppError } from "../../core/errors.ts"

/**
 * The body of a request as text, no longer than it may be.
 * @throws AppError limit where it is longer
 */
export async function requestBody(request: IncomingMessage, bytesMax: number): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > bytesMax) throw new AppError("limit", `the body is longer than ${bytesMax} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString("utf8")
}
