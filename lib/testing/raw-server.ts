import { type AddressInfo, createServer, type Socket } from "node:net"
import { afterAll } from "vitest"

/** What a request was, and how many came over its connection before it. */
export interface RawRequest {
  text: string
  nth: number
}

export interface RawServer {
  origin: string
  /** In the order in which they came. */
  requests: RawRequest[]
  connections: Socket[]
  /** What is done with each from now on. */
  answer: (socket: Socket, request: RawRequest) => void
}

/** A server on this machine that speaks HTTP as badly as a test wants it to. */
export async function rawServer(): Promise<RawServer> {
  const raw: RawServer = { origin: "", requests: [], connections: [], answer: (socket) => socket.destroy() }
  const server = createServer((socket) => {
    raw.connections.push(socket)
    let nth = 0
    let text = ""
    socket.on("error", () => {})
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1")
      const [head = "", body = ""] = text.split("\r\n\r\n")
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
      if (!text.includes("\r\n\r\n") || body.length < length) return
      const request = { text, nth }
      nth += 1
      text = ""
      raw.requests.push(request)
      raw.answer(socket, request)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  raw.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  afterAll(() => {
    for (const socket of raw.connections) socket.destroy()
    server.close()
  })
  return raw
}

/** An answer of HTTP with a body, as its bytes. */
export function rawAnswer(status: number, body = "", headers: Record<string, string> = {}): string {
  const all = { "content-length": String(Buffer.byteLength(body)), ...headers }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
  return [`HTTP/1.1 ${status} Status`, ...lines, "", body].join("\r\n")
}
