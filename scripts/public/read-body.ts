import type { IncomingMessage } from "node:http"
import { AppError } from "../../lib/core/errors.ts"

/** The body of a request. Refuses one that is longer than it may be (limit), without reading the rest. */
export async function readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer> {
  const tooLong = new AppError("limit", `More than ${bytesMax} bytes`)
  if (Number(request.headers["content-length"] ?? 0) > bytesMax) throw tooLong
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > bytesMax) throw tooLong
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
