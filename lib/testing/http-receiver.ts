import { createServer, type IncomingHttpHeaders } from "node:http"
import type { AddressInfo } from "node:net"
import { afterAll } from "vitest"

export interface Received {
  method: string
  path: string
  headers: IncomingHttpHeaders
  body: string
}

export interface Receiver {
  port: number
  url: string
  received: Received[]
  /** How it answers from now on; null for never. */
  answer: { status: number; headers?: Record<string, string>; body?: string } | null
}

/** A server on this machine that takes what it is sent, for a test file. */
export async function httpReceiver(): Promise<Receiver> {
  const receiver: Receiver = { port: 0, url: "", received: [], answer: { status: 204 } }
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString("utf8")
    receiver.received.push({
      method: request.method ?? "",
      path: request.url ?? "",
      headers: request.headers,
      body,
    })
    const { answer } = receiver
    if (answer) response.writeHead(answer.status, answer.headers).end(answer.body)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  receiver.port = (server.address() as AddressInfo).port
  receiver.url = `http://127.0.0.1:${receiver.port}/hook`
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  return receiver
}
