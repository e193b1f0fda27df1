import type { LetterOutcome } from "../../core/letter-transport.ts"
import { type Reply, reasonOf } from "./reply.ts"

/** How far a letter has come. From `dot` on, its end may have reached the relay. */
export type Phase = "envelope" | "body" | "dot"

/** What the relay's word was about. */
export type Step = "sender" | "recipient" | "start" | "letter"

const words: Record<Step, string> = {
  sender: "the relay refused the sender",
  recipient: "the relay refused the recipient",
  start: "the relay refused to take a letter",
  letter: "the relay refused the letter",
}
/** It is we who are refused, whoever the letter is for: sign-in or encryption is missing. */
const OURS = new Set([530, 534, 535, 538])
const CLOSING = 421
const NOT_NOW = 454

/** Surely not taken, to be tried again. */
export function deferred(reason: string, { isPushback }: { isPushback: boolean }): LetterOutcome {
  return { state: "deferred", reason, isPushback }
}

/** What a relay's refusal means for the letter. */
export function refused(step: Step, reply: Reply): LetterOutcome {
  const reason = reasonOf(words[step], reply)
  if (OURS.has(reply.code)) return deferred(reason, { isPushback: true })
  if (reply.code >= 500) return { state: "rejected", reason }
  const isPushback =
    reply.code === CLOSING || reply.code === NOT_NOW || (reply.status ?? "").startsWith("4.7.")
  return deferred(reason.replace("refused", "put off"), { isPushback })
}

/** What the reply to a letter's end means. Only what refuses clearly, or takes it as the standard says, is believed. */
export function ended(reply: Reply | null): LetterOutcome {
  if (reply?.code === 250) return { state: "accepted", reason: reasonOf("the relay took the letter", reply) }
  if (reply !== null && reply.code >= 400) return refused("letter", reply)
  return { state: "unknown", reason: "the relay's answer to the letter's end cannot be read" }
}

/** What the end of a connection means for the letter on it. */
export function lost(phase: Phase): LetterOutcome {
  if (phase === "dot") return { state: "unknown", reason: "the connection was lost after the letter's end" }
  return deferred("the connection was lost before the letter's end", { isPushback: false })
}
