import type { AddressInfo } from "node:net"
import { SMTPServer } from "smtp-server"
import { afterAll } from "vitest"

/** A mail as a relay took it: who it is for by its envelope, and the whole of it. */
export interface TakenMail {
  to: string[]
  raw: string
}

/** A real relay for one test file, that takes mail for everybody but `nobody@…`; closed when its tests are done. */
export async function mailRelay(): Promise<{ url: string; port: number; taken: TakenMail[] }> {
  const taken: TakenMail[] = []
  const relay = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on("data", (chunk: Buffer) => chunks.push(chunk))
      stream.on("end", () => {
        const to = session.envelope.rcptTo.map(({ address }) => address)
        taken.push({ to, raw: String(Buffer.concat(chunks)) })
        done()
      })
    },
    onRcptTo({ address }, _, done) {
      done(address.startsWith("nobody@") ? new Error("no such user kim, says the relay") : null)
    },
  })
  await new Promise<void>((resolve) => relay.listen(0, "127.0.0.1", resolve))
  afterAll(() => new Promise<void>((resolve) => relay.close(resolve)))
  const { port } = relay.server.address() as AddressInfo
  return { url: `smtp://127.0.0.1:${port}`, port, taken }
}

/** What a mail program shows: the soft line ends are those of the transport. */
export function shownText({ raw }: TakenMail): string {
  return raw.replaceAll("\r\n", "\n").replaceAll("=\n", "").replaceAll("=3D", "=")
}
