import { type AddressInfo, createServer, type Socket } from "node:net"
import { afterAll } from "vitest"

/** Where a relay can behave badly: `body` is the first piece of a letter, before its end. */
export type RelayStep = "greeting" | "ehlo" | "mail" | "rcpt" | "data" | "body" | "dot" | "rset"

/** What it does there: says this, ends the connection, says nothing for ever, or as relays do. */
export type RelayAnswer = string | { die: true } | { hang: true } | { deaf: true } | undefined

export interface TakenLetter {
  mail: string
  rcpt: string
  /** As it came, dots at the beginnings of lines taken away. */
  raw: string
}

export interface ScriptedRelay {
  port: number
  /** What it is to do; the line is what the client said, the count is of letters begun on this connection. */
  answer: (step: RelayStep, line: string, letter: number) => RelayAnswer
  extensions: string[]
  /** Says 354 to a letter without a recipient too. */
  takesAll: boolean
  /** Each letter whose end came, whatever was answered to it. */
  taken: TakenLetter[]
  /** Each line that a client said, outside letters. */
  said: string[]
  connections: number
  open: Set<Socket>
}

const usual: Partial<Record<RelayStep, string>> = {
  greeting: "220 relay.example.net at your service",
  mail: "250 2.1.0 ok",
  rcpt: "250 2.1.5 ok",
  data: "354 go on",
  dot: "250 2.0.0 taken as 4711",
  rset: "250 2.0.0 forgotten",
}

/** A relay of plain sockets that does at each step what a test has it do; ended when the file's tests are done. */
export async function scriptedRelay(): Promise<ScriptedRelay> {
  const relay: ScriptedRelay = {
    port: 0,
    answer: () => undefined,
    extensions: ["PIPELINING", "DSN", "SIZE 100000000", "8BITMIME", "ENHANCEDSTATUSCODES"],
    takesAll: false,
    taken: [],
    said: [],
    connections: 0,
    open: new Set(),
  }
  const server = createServer((socket) => talk(relay, socket))
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  relay.port = (server.address() as AddressInfo).port
  afterAll(() => {
    for (const socket of relay.open) socket.destroy()
    server.close()
  })
  return relay
}

function talk(relay: ScriptedRelay, socket: Socket): void {
  relay.connections += 1
  relay.open.add(socket.on("close", () => relay.open.delete(socket)).on("error", () => {}))
  let buffered = ""
  let letter = 0
  let [mail, rcpt] = ["", ""]
  let isData = false
  let isDeaf = false

  const say = (text: string) => socket.write(`${text}\r\n`)
  /** False where the conversation is over. */
  const act = (step: RelayStep, line = ""): boolean => {
    const answer = relay.answer(step, line, letter)
    if (typeof answer === "object" && "die" in answer) socket.destroy()
    if (typeof answer === "object" && "hang" in answer) isDeaf = true
    if (typeof answer === "object" && "deaf" in answer) socket.pause()
    const usually = step === "ehlo" ? ["relay.example.net", ...relay.extensions] : null
    const text = typeof answer === "string" ? answer : answer === undefined ? (usual[step] ?? null) : null
    if (step === "mail" && (text ?? "").startsWith("250")) mail = line
    if (step === "rcpt" && (text ?? "").startsWith("250")) rcpt = line
    if (text !== null) say(text)
    else if (usually !== null && answer === undefined)
      socket.write(usually.map((one, at) => `250${at === usually.length - 1 ? " " : "-"}${one}\r\n`).join(""))
    if (step === "data") isData = text?.startsWith("354") || (text?.startsWith("250") ?? false)
    return !socket.destroyed && !isDeaf
  }
  const command = (line: string): boolean => {
    relay.said.push(line)
    const verb = line.slice(0, 4).toUpperCase()
    if (verb === "EHLO" || verb === "HELO") return act("ehlo", line)
    if (verb === "MAIL") {
      letter += 1
      mail = ""
      rcpt = ""
      return act("mail", line)
    }
    if (verb === "RCPT") {
      rcpt = ""
      return mail === "" && !relay.takesAll ? say("503 5.5.1 from whom?") : act("rcpt", line)
    }
    if (verb === "DATA") return rcpt === "" && !relay.takesAll ? say("503 5.5.1 to whom?") : act("data", line)
    if (verb === "RSET") return act("rset", line)
    if (verb === "QUIT") socket.end("221 goodbye\r\n")
    return false
  }
  const readBody = (): boolean => {
    const end = buffered.startsWith(".\r\n") ? 0 : buffered.indexOf("\r\n.\r\n")
    if (end < 0) return act("body")
    const raw = buffered.slice(0, end).replaceAll("\r\n.", "\r\n")
    buffered = buffered.slice(end + (end === 0 && buffered.startsWith(".\r\n") ? 3 : 5))
    relay.taken.push({ mail, rcpt, raw })
    isData = false
    return act("dot")
  }
  socket.on("data", (bytes) => {
    buffered += bytes.toString("latin1")
    while (buffered !== "" && !isDeaf) {
      if (isData) {
        const before = buffered
        if (!readBody() || buffered === before) return
      } else {
        const at = buffered.indexOf("\r\n")
        if (at < 0) return
        const line = buffered.slice(0, at)
        buffered = buffered.slice(at + 2)
        if (!command(line)) return
      }
    }
  })
  act("greeting")
}
