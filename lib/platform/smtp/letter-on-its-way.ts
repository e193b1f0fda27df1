import type { Socket } from "node:net"
import type { Transform } from "node:stream"
import type SMTPConnection from "nodemailer/lib/smtp-connection"
import type { LetterOutcome, OutgoingLetter, SendingLease } from "../../core/letter-transport.ts"
import { deferred, ended, lost, type Phase, refused, type Step } from "./outcomes.ts"
import { readReply } from "./reply.ts"

/** How long a relay may take, in milliseconds. */
export interface Patience {
  /** From the first packet to the end of its greeting, encryption and sign-in. */
  connectMs: number
  /** From the sender's address until all but a letter's end is with it. */
  letterMs: number
  /** From a letter's end to the reply: it may write to disk and ask others meanwhile. */
  endMs: number
}

const steps: Record<string, Step> = { "MAIL FROM": "sender", "RCPT TO": "recipient", DATA: "start" }

const unreadable = "the relay's answers cannot be read"
const CLOSING = 421

/** One letter on one connection, with what is known of how far it has come. */
export class LetterOnItsWay {
  readonly outcome: Promise<LetterOutcome>
  /** Refused before it was begun: a relay may still hold its envelope. */
  isRefused = false
  readonly #smtp: SMTPConnection
  readonly #letter: OutgoingLetter
  readonly #lease: SendingLease
  readonly #patience: Patience
  #phase: Phase = "envelope"
  #timer: NodeJS.Timeout
  #resolve: ((outcome: LetterOutcome) => void) | null = null

  constructor(smtp: SMTPConnection, letter: OutgoingLetter, lease: SendingLease, patience: Patience) {
    this.#smtp = smtp
    this.#letter = letter
    this.#lease = lease
    this.#patience = patience
    this.outcome = new Promise((resolve) => {
      this.#resolve = resolve
    })
    this.#timer = setTimeout(this.#takesTooLong, patience.letterMs)
    lease.over.addEventListener("abort", this.#leaseIsOver)
  }

  /** Gives the envelope, and all else as the relay answers. */
  begin(): void {
    const { from, to, token, message } = this.#letter
    const envelope = {
      from,
      to,
      size: message.length,
      dsn: { envid: token, notify: "FAILURE" as const, ret: "HDRS" as const },
    }
    // What has a `pipe` is called with the way to the relay once it said go on; the end is ours to give.
    const source = { pipe: (stream: Transform) => this.#giveBody(stream) }
    if (this.mayGoOn()) {
      const socket = this.#smtp._socket as Socket
      // What a relay lets be given at once leaves as one.
      socket.cork()
      this.#smtp.send(envelope, source as never, this.#heard)
      socket.uncork()
    } else this.#settle(deferred("not begun in time", { isPushback: false }))
  }

  mayGoOn(): boolean {
    return performance.now() < this.#lease.until && !this.#lease.over.aborted
  }

  /** The connection has ended. */
  lose(): void {
    this.#settle(lost(this.#phase))
  }

  /** Ends the connection, unless the letter's end was given already: half a letter is none. */
  cutOff(reason: string, { isPushback }: { isPushback: boolean }): void {
    if (this.#phase === "dot") return
    this.#settle(deferred(reason, { isPushback }))
    this.#smtp.close()
  }

  #leaseIsOver = () => this.cutOff("cut off before the letter's end", { isPushback: false })
  #takesTooLong = () => this.cutOff("the relay was too slow to take the letter", { isPushback: true })

  #giveBody(stream: Transform): void {
    if (readReply(this.#smtp.lastServerResponse)?.code !== 354) this.cutOff(unreadable, { isPushback: true })
    else if (!this.mayGoOn()) this.#leaseIsOver()
    else {
      this.#phase = "body"
      // A round of the event loop lets an answer come in that a relay gives before it can have the letter.
      const whenGiven = () => setImmediate(goOn)
      const socket = this.#smtp._socket as Socket
      const goOn = () => {
        if (this.#resolve === null) return
        if (stream.readableLength + socket.writableLength > 0) socket.write("", whenGiven)
        else this.#giveEnd(stream)
      }
      stream.write(this.#letter.message, whenGiven)
    }
  }

  #giveEnd(stream: Transform): void {
    if (this.mayGoOn()) {
      this.#phase = "dot"
      stream.end()
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => this.#giveUp(), this.#patience.endMs)
    } else this.#leaseIsOver()
  }

  #giveUp(): void {
    this.#settle({ state: "unknown", reason: "the relay did not answer to the letter's end" })
    this.#smtp.close()
  }

  #heard = (error: SMTPConnection.SMTPError | null, info?: { response: string }) => {
    const reply = readReply(error ? error.response : info?.response)
    const { code, command = "" } = error ?? {}
    const step = code === "EENVELOPE" ? steps[command] : undefined
    const isOfLetter = error === null || (code === "EMESSAGE" && command === "DATA")
    const isRefusal = reply !== null && reply.code >= 400
    if (isOfLetter && this.#phase === "dot") this.#ended(ended(reply))
    else if (isOfLetter && isRefusal) this.#ended(refused("letter", reply))
    else if (isOfLetter) this.cutOff("the relay answered before the letter's end", { isPushback: true })
    else if (code === "EMESSAGE")
      this.#settle({ state: "rejected", reason: "the relay takes no letter so large" })
    else if (reply?.code === CLOSING && this.#phase !== "dot") this.#ended(refused(step ?? "start", reply))
    else if (step === undefined) this.lose()
    else if (!isRefusal) this.cutOff(unreadable, { isPushback: true })
    else {
      this.isRefused = true
      this.#settle(refused(step, reply))
    }
  }

  /** The relay has spoken of the letter. Where it is not clear what it said, or too early, nothing more is given to it. */
  #ended(outcome: LetterOutcome): void {
    this.#settle(outcome)
    if (this.#phase !== "dot" || outcome.state === "unknown") this.#smtp.close()
  }

  #settle(outcome: LetterOutcome): void {
    clearTimeout(this.#timer)
    this.#lease.over.removeEventListener("abort", this.#leaseIsOver)
    this.#resolve?.(outcome)
    this.#resolve = null
  }
}
