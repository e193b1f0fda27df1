import type { Socket } from "node:net"
import { setTimeout as wait } from "node:timers/promises"
import type { SinkFault } from "../../core/sink.ts"
import { BodyReader } from "./body-reader.ts"
import type { FaultSwitch } from "./fault-switch.ts"
import type { LetterStore } from "./letter-store.ts"
import { readLetterHeaders } from "./read-letter-headers.ts"
import { readPath, tokenOfMail } from "./smtp-commands.ts"
import type { TokensUnderWay } from "./tokens-under-way.ts"

export const LETTER_BYTES_MAX = 10 * 1024 * 1024
const LINE_BYTES_MAX = 4_096
const RECIPIENTS_MAX = 100
const MISTAKES_MAX = 20
/** More than this is not read ahead while a letter is written. */
const AHEAD_BYTES_MAX = 1024 * 1024
const EMPTY = Buffer.alloc(0)

export interface SessionTools {
  store: LetterStore
  faults: FaultSwitch
  underWay: TokensUnderWay
}

interface Envelope {
  from: string
  to: string[]
  /** Lets go of the token: the letter is there or surely is not. */
  settle: () => void
}

/** One connection: reads commands, several at once where they come so, and answers each in its turn. */
export class SmtpSession {
  private readonly socket: Socket
  private readonly tools: SessionTools
  private ahead: Buffer = EMPTY
  private body: BodyReader | null = null
  private envelope: Envelope | null = null
  private isBusy = false
  private isGreeted = false
  private mistakes = 0

  constructor(socket: Socket, tools: SessionTools) {
    this.socket = socket
    this.tools = tools
    socket.on("data", (chunk) => this.take(chunk))
    // A letter that is being written when its connection ends is settled when it is written.
    socket.on("close", () => {
      if (!this.isBusy) this.settle()
    })
    this.say(220, "sink.tocsin.invalid ESMTP keeps every letter and sends none on")
  }

  /** Says good-bye as soon as nothing is under way. */
  end(): void {
    if (this.isBusy) return
    this.say(421, "4.3.2 The sink ends")
    this.socket.end()
  }

  destroy(): void {
    this.socket.destroy()
  }

  private take(chunk: Buffer): void {
    this.ahead = this.ahead.length === 0 ? chunk : Buffer.concat([this.ahead, chunk])
    if (this.isBusy && this.ahead.length > AHEAD_BYTES_MAX) this.socket.pause()
    if (!this.isBusy) void this.work()
  }

  private async work(): Promise<void> {
    this.isBusy = true
    this.socket.cork()
    try {
      while (this.ahead.length > 0 && !this.socket.destroyed && !this.socket.writableEnded) {
        if (!(this.body === null ? await this.readLine() : await this.readBody(this.body))) break
      }
    } finally {
      this.isBusy = false
      this.socket.uncork()
      if (this.socket.isPaused()) this.socket.resume()
      if (this.socket.destroyed) this.settle()
    }
  }

  private async readLine(): Promise<boolean> {
    const end = this.ahead.indexOf(0x0a)
    if (end < 0 ? this.ahead.length > LINE_BYTES_MAX : end > LINE_BYTES_MAX) {
      this.say(500, "5.5.2 A line is too long")
      this.socket.end()
      return false
    }
    if (end < 0) return false
    const line = this.ahead.toString("utf8", 0, end).replace(/\r$/, "")
    this.ahead = this.ahead.subarray(end + 1)
    const answer = this.answer(line)
    if (answer !== undefined) await answer
    return true
  }

  private answer(line: string): Promise<void> | undefined {
    const [, verb = "", rest = ""] = /^(\S*)\s*(.*)$/.exec(line) ?? []
    switch (verb.toUpperCase()) {
      case "EHLO":
        return this.greet(
          "250-sink.tocsin.invalid\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-DSN\r\n" +
            `250-ENHANCEDSTATUSCODES\r\n250 SIZE ${LETTER_BYTES_MAX}\r\n`,
        )
      case "HELO":
        return this.greet("250 sink.tocsin.invalid\r\n")
      case "MAIL":
        return this.mail(rest)
      case "RCPT":
        return this.recipient(rest)
      case "DATA":
        return this.data()
      case "RSET":
        this.settle()
        return this.say(250, "2.0.0 Forgotten")
      case "NOOP":
        return this.say(250, "2.0.0 Still here")
      case "VRFY":
        return this.say(252, "2.1.5 The sink takes letters for everybody")
      case "QUIT":
        this.say(221, "2.0.0 Good-bye")
        this.socket.end()
        return undefined
      default:
        return this.mistake(502, "5.5.1 The sink does not know this command")
    }
  }

  private greet(words: string): undefined {
    this.settle()
    this.isGreeted = true
    this.socket.write(words)
  }

  private mail(rest: string): Promise<void> | undefined {
    const given = readPath(rest)
    if (!this.isGreeted) return this.mistake(503, "5.5.1 EHLO comes first")
    if (this.envelope !== null) return this.mistake(503, "5.5.1 A letter is under way")
    if (given === null) return this.mistake(501, "5.1.7 This is no sender")
    const size = Number(given.parameters.get("SIZE") ?? 0)
    if (size > LETTER_BYTES_MAX) return this.say(552, "5.3.4 The letter is too large")
    if (this.tools.store.isFull) return this.say(452, "4.3.1 The sink has no room for another letter")
    const token = tokenOfMail(given)
    const settle = token === null ? () => {} : this.tools.underWay.begin(token)
    this.envelope = { from: given.address, to: [], settle }
    const refused = () => this.settle()
    return this.withFault("mail", [], refused, () => this.say(250, "2.1.0 Go on"))
  }

  private recipient(rest: string): Promise<void> | undefined {
    const given = readPath(rest)
    const { envelope } = this
    if (envelope === null) return this.mistake(503, "5.5.1 MAIL comes first")
    if (!given?.address) return this.mistake(501, "5.1.3 This is no recipient")
    if (envelope.to.length >= RECIPIENTS_MAX) return this.say(452, "4.5.3 Too many recipients")
    return this.withFault(
      "rcpt",
      [given.address],
      () => {},
      () => {
        envelope.to.push(given.address)
        this.say(250, "2.1.5 Go on")
      },
    )
  }

  private data(): undefined {
    if (this.envelope === null) return this.mistake(503, "5.5.1 MAIL comes first")
    if (this.envelope.to.length === 0) return this.mistake(554, "5.5.1 There is no recipient")
    this.body = new BodyReader(LETTER_BYTES_MAX)
    this.say(354, "Go on, and end with a dot on a line of its own")
  }

  private async readBody(body: BodyReader): Promise<boolean> {
    const rest = body.take(this.ahead)
    this.ahead = rest ?? EMPTY
    if (rest === null) return false
    this.body = null
    const { envelope } = this
    if (envelope === null) throw new Error("invariant broken: a body without an envelope")
    if (body.isTooLong) this.say(552, "5.3.4 The letter is too large")
    else await this.dot(envelope, body.source(), new Date().toISOString())
    this.settle()
    return true
  }

  private async dot(envelope: Envelope, source: Buffer, takenAt: string): Promise<void> {
    const fault = this.tools.faults.actsOn("dot", envelope.to)
    if (fault?.does === "drop_lost") return void this.socket.destroy()
    if (fault?.does === "reply") return this.fail(fault)
    if (fault?.does === "delay") await wait(fault.ms)
    // What was answered before goes out now, not with the answer to the letter.
    this.socket.uncork()
    this.socket.cork()
    try {
      const { from, to } = envelope
      const about = { takenAt, from, to, ...readLetterHeaders(source), bytes: source.length }
      const id = await this.tools.store.put({ ...about, source: [source] })
      if (fault?.does === "drop_kept") this.socket.destroy()
      else this.say(250, `2.0.0 Kept as letter ${id}`)
    } catch {
      this.say(452, "4.3.1 The sink has no room for another letter")
    }
  }

  private withFault(
    occasion: NonNullable<SinkFault["at"]>,
    to: readonly string[],
    onRefused: () => void,
    onTaken: () => void,
  ): Promise<void> | undefined {
    const fault = this.tools.faults.actsOn(occasion, to)
    if (fault?.does === "delay") return wait(fault.ms).then(onTaken)
    if (fault === null) return void onTaken()
    onRefused()
    return this.fail(fault)
  }

  private fail({ code = 451, status }: SinkFault): undefined {
    this.say(code, `${status === undefined ? "" : `${status} `}As a fault of the sink was asked for`)
    if (code === 421) this.socket.end()
  }

  private mistake(code: number, words: string): undefined {
    this.say(code, words)
    if (++this.mistakes > MISTAKES_MAX) this.socket.end()
  }

  private say(code: number, words: string): undefined {
    this.socket.write(`${code} ${words}\r\n`)
  }

  private settle(): void {
    this.envelope?.settle()
    this.envelope = null
  }
}
