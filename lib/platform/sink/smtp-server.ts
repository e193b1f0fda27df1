import { once } from "node:events"
import { createServer, type Server } from "node:net"
import { type SessionTools, SmtpSession } from "./smtp-session.ts"

const CONNECTIONS_MAX = 500
const SILENCE_MS_MAX = 300_000
const END_MS_MAX = 5_000

export interface SinkMailServer {
  server: Server
  /** Takes no more letters, and brings to its end what is under way. */
  close(): Promise<void>
}

/** A mail server that takes every letter for everybody. It is lean: what it costs is what its senders are measured by. */
export async function openMailServer(
  { host, port }: { host: string; port: number },
  tools: SessionTools,
): Promise<SinkMailServer> {
  const sessions = new Set<SmtpSession>()
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on("error", () => {}) // Whoever hangs up needs no words.
    socket.setTimeout(SILENCE_MS_MAX, () => socket.destroy())
    const session = new SmtpSession(socket, tools)
    sessions.add(session)
    socket.once("close", () => sessions.delete(session))
    if (isEnding) session.end()
  })
  let isEnding = false
  server.maxConnections = CONNECTIONS_MAX
  server.listen(port, host)
  await once(server, "listening")
  return {
    server,
    async close() {
      isEnding = true
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      const ending = setInterval(() => {
        for (const session of sessions) session.end()
      }, 50)
      const late = setTimeout(() => {
        for (const session of sessions) session.destroy()
      }, END_MS_MAX)
      for (const session of sessions) session.end()
      await closed
      clearInterval(ending)
      clearTimeout(late)
    },
  }
}
