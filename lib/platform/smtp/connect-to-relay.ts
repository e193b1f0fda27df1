import SMTPConnection from "nodemailer/lib/smtp-connection"
import type { LetterOutcome } from "../../core/letter-transport.ts"
import type { Relay } from "../../core/relay.ts"
import type { Patience } from "./letter-on-its-way.ts"
import { deferred } from "./outcomes.ts"
import { readReply, reasonOf } from "./reply.ts"
import { type TrackedConnection, trackConnection } from "./tracked-connection.ts"

/** More than any reply has that means something. */
const REPLY_BYTES_MAX = 16 * 1_024
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|localhost)$/
const words: Record<string, string> = {
  EAUTH: "the relay refused our sign-in",
  ETLS: "the relay could not be spoken to with encryption",
  EDNS: "the relay's name is not known",
  ETIMEDOUT: "the relay did not answer",
}

/** A connection that was greeted and, where there are credentials, signed in; or why there is none, as letters' outcome. */
export async function connectToRelay(
  relay: Relay,
  patience: Patience,
): Promise<TrackedConnection | LetterOutcome> {
  const smtp = new SMTPConnection(optionsOf(relay, patience))
  // Each failure comes to whoever waits; without a listener it would end the process.
  smtp.on("error", () => {})
  const failure = await openingOf(smtp, relay, patience.connectMs)
  if (failure === null) return trackConnection(smtp, patience)
  smtp.close()
  return failure
}

function openingOf(smtp: SMTPConnection, relay: Relay, msMax: number): Promise<LetterOutcome | null> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => fail({ code: "ETIMEDOUT" }), msMax)
    const end = (outcome: LetterOutcome | null) => {
      clearTimeout(timer)
      resolve(outcome)
    }
    const fail = (error: Partial<SMTPConnection.SMTPError>) => end(noConnection(error))
    smtp.once("error", fail)
    smtp.once("end", () => setImmediate(fail, {}))
    smtp.connect((error) => {
      if (error) return fail(error)
      if (relay.credentials === null) return end(null)
      smtp.login({ ...relay.credentials }, (refusal) => (refusal ? fail(refusal) : end(null)))
    })
  })
}

function noConnection({ code = "", response }: Partial<SMTPConnection.SMTPError>): LetterOutcome {
  const reply = readReply(response)
  const why = words[code] ?? "there is no connection to the relay"
  return deferred(reply === null ? why : reasonOf(why, reply), { isPushback: true })
}

function optionsOf({ host, port, isTls, credentials, settings }: Relay, patience: Patience) {
  const isSet = (name: string) => settings.get(name) === "true"
  const name = settings.get("name")
  const options: SMTPConnection.Options & { maxResponseSize: number; socketCloseTimeout: number } = {
    host,
    port,
    secure: isTls,
    ignoreTLS: isSet("ignoreTLS"),
    // A password is not shown to whoever stands in between and says that the relay knows no encryption.
    requireTLS: isSet("requireTLS") || (credentials !== null && !isSet("ignoreTLS") && !LOOPBACK.test(host)),
    tls: { rejectUnauthorized: settings.get("tls.rejectUnauthorized") !== "false" },
    connectionTimeout: patience.connectMs,
    greetingTimeout: patience.connectMs,
    dnsTimeout: patience.connectMs,
    // Letters have their own; what is between them is ended by the pool.
    socketTimeout: patience.letterMs + patience.endMs,
    maxResponseSize: REPLY_BYTES_MAX,
    socketCloseTimeout: 0,
  }
  return name === null ? options : { ...options, name }
}
