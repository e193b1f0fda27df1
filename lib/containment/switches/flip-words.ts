import type { FlipState, SwitchFlip } from "../../../prisma/generated/client.ts"

/** What became of a flip, in a word. */
export const stateWords: Readonly<Record<FlipState, string>> = {
  waiting: "waiting to be sent",
  sent: "sent, not confirmed",
  confirmed: "confirmed",
  unconfirmed: "not confirmed",
  noted: "done elsewhere, by somebody's word",
  superseded: "replaced by a later one",
}

type Told = Pick<
  SwitchFlip,
  "isOn" | "state" | "requestedAt" | "effectiveAt" | "doneBy" | "lastAnswer" | "overturnedAt"
>

/** What became of a flip, in a sentence; never that it took effect unless the switch itself said so. */
export function outcomeWords(flip: Told, isAskable: boolean): string {
  const { state, isOn, doneBy } = flip
  const wanted = isOn ? "on" : "off"
  if (state === "confirmed" && flip.overturnedAt !== null)
    return `It was confirmed, and says ${isOn ? "off" : "on"} again`
  if (state === "confirmed") return `Asked, the switch says ${wanted}`
  if (state === "superseded") return "A later request took its place before it was confirmed"
  if (state === "noted") {
    return isAskable
      ? `Noted by somebody's word; the switch does not say ${wanted} so far`
      : "Noted by somebody's word; nobody can be asked"
  }
  if (state === "unconfirmed")
    return doneBy === null
      ? `The switch has not said ${wanted}: do not rely on it`
      : `Noted by somebody's word, but the switch has not said ${wanted}: do not rely on it`
  if (state === "waiting")
    return flip.lastAnswer === null
      ? "A worker sends it; nothing is known of it yet"
      : "Nobody has taken the request so far; it is sent again, for an hour at most"
  return isAskable
    ? "The request was taken; that alone proves nothing, so the switch is asked what it is"
    : "The request was taken; nobody can be asked whether it took effect"
}

/** A flip on an axis of time: when, and what is known of it. */
export function markOf(flip: Told, label: string): { at: Date; label: string } {
  const { state, effectiveAt, requestedAt, doneBy } = flip
  const turned = `${label} switched ${flip.isOn ? "on" : "off"}`
  const at = effectiveAt ?? requestedAt
  if (state === "confirmed") return { at, label: doneBy === null ? turned : `${turned} by ${doneBy}` }
  if (doneBy !== null) return { at, label: `${turned} by ${doneBy}, as was noted; not confirmed` }
  return { at, label: `asked to be switched ${flip.isOn ? "on" : "off"}: ${label}; not confirmed` }
}
