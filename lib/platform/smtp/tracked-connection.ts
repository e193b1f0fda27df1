import type SMTPConnection from "nodemailer/lib/smtp-connection"
import type { LetterOutcome, OutgoingLetter, SendingLease } from "../../core/letter-transport.ts"
import { LetterOnItsWay, type Patience } from "./letter-on-its-way.ts"
import { readReply } from "./reply.ts"

/** A connection that is there, for one letter at a time. */
export interface TrackedConnection {
  readonly isOpen: boolean
  send(letter: OutgoingLetter, lease: SendingLease): Promise<LetterOutcome>
  /** Says goodbye where it can. */
  close(): void
}

/** What of nodemailer's connection is not declared; the tests of every phase fail where another version differs. */
interface Inner {
  _sendCommand(command: string, logged?: string): void
  _supportedExtensions: string[]
  _envelope: { rejectedErrors: readonly { response?: string }[] }
}

const RESET_MS_MAX = 5_000
const GOODBYE_MS_MAX = 1_000

/** Tracks the letters on a connection that was greeted and signed in: how much of each may have reached the relay. */
export function trackConnection(smtp: SMTPConnection, patience: Patience): TrackedConnection {
  const inner = smtp as unknown as Inner
  let isOpen = true
  let current: LetterOnItsWay | null = null
  smtp.on("end", () => {
    isOpen = false
    // Whoever has a reply that tells why it ended is heard first.
    const letter = current
    if (letter) setImmediate(() => letter.lose())
  })
  const sendCommand = inner._sendCommand
  inner._sendCommand = (command, logged) => {
    if (command === "DATA" && !current?.mayGoOn()) current?.cutOff("not begun in time", { isPushback: false })
    // A refused letter that a relay takes nevertheless is ended empty (RFC 2920), if it surely goes to nobody.
    else if (command === "." && !isForNobody(inner._envelope))
      current?.cutOff("the relay's answers cannot be read", { isPushback: true })
    else sendCommand.call(smtp, command, logged)
  }
  return {
    get isOpen() {
      return isOpen
    },
    async send(letter, lease) {
      if (letter.isUtf8 && !inner._supportedExtensions.includes("SMTPUTF8"))
        return { state: "rejected", reason: "the relay takes no address with such characters (SMTPUTF8)" }
      current = new LetterOnItsWay(smtp, letter, lease, patience)
      current.begin()
      const outcome = await current.outcome
      if (current.isRefused && isOpen) await reset(smtp)
      current = null
      return outcome
    },
    close() {
      if (!isOpen) return
      isOpen = false
      const timer = setTimeout(() => smtp.close(), GOODBYE_MS_MAX)
      smtp.once("end", () => clearTimeout(timer))
      smtp.quit()
    },
  }
}

/** Whether each recipient was refused in words that can be read. */
function isForNobody({ rejectedErrors }: Inner["_envelope"]): boolean {
  return rejectedErrors.every(({ response }) => (readReply(response)?.code ?? 0) >= 400)
}

/** Has the relay forget an envelope; a connection that will not is ended. */
async function reset(smtp: SMTPConnection): Promise<void> {
  const isDone = await new Promise<boolean>((resolve) => {
    const fail = () => end(false)
    const timer = setTimeout(fail, RESET_MS_MAX)
    const end = (is: boolean) => {
      clearTimeout(timer)
      smtp.off("end", fail)
      resolve(is)
    }
    smtp.once("end", fail)
    smtp.reset((error) => end(!error))
  })
  if (!isDone) smtp.close()
}
