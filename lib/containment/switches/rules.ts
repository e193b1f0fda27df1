import type { SwitchFlip } from "../../../prisma/generated/client.ts"

/** So long it is asked in growing pauses whether a request that was taken took effect. */
export const CONFIRM_S_MAX = 120
/** So long a request is sent again that nobody takes, and one that was not confirmed is asked about every minute. */
export const PURSUE_S_MAX = 3_600
/** How soon after it was confirmed it is asked again for the first time: something late may turn it back. */
const CONFIRMED_S = 15
/** How often all switches are asked what they are. */
export const STANDING_S = 300
const UNCONFIRMED_S = 60
const SEND_PAUSE_S_MAX = 60
/** However long it asks us to wait: a switch is for now. */
const RETRY_AFTER_S_MAX = 300

/** The state that a switch says it is in, and since when, where it tells that. */
export interface Said {
  on: boolean
  changedAt: Date | null
}

/** One look at a switch: what became of sending a flip, and of asking; null for what was not done. */
export interface Look {
  sent: { isTaken: boolean; words: string; retryAfterS: number | null } | null
  asked: { says: Said | null; words: string } | null
}

type Facts = Pick<
  SwitchFlip,
  | "isOn"
  | "state"
  | "requestedAt"
  | "doneBy"
  | "effectiveAt"
  | "sentAt"
  | "confirmedAt"
  | "overturnedAt"
  | "attempts"
>

/** What was found that the trail is told: at a change, never twice. */
export type Found = "confirmed" | "unconfirmed" | "sent" | "overturned" | "restored"

export interface Judged {
  change: Partial<Pick<SwitchFlip, "state" | "sentAt" | "effectiveAt" | "confirmedAt" | "overturnedAt">>
  pauseS: number
  found: Found | null
}

/** Whether a request waits that may still be sent: one that waited for an hour would take everybody by surprise. */
export function isDue({ state, requestedAt }: Pick<SwitchFlip, "state" | "requestedAt">, now: Date): boolean {
  return state === "waiting" && secondsFrom(requestedAt, now) < PURSUE_S_MAX
}

/** When a flip counts: when it was asked for, or, where it was done elsewhere, when that was. */
export function placeOf({
  requestedAt,
  doneBy,
  effectiveAt,
}: Pick<SwitchFlip, "requestedAt" | "doneBy" | "effectiveAt">): Date {
  return doneBy === null ? requestedAt : (effectiveAt ?? requestedAt)
}

/** The flip that stands: the one that counts last. */
export function newestOf<F extends Pick<SwitchFlip, "id" | "requestedAt" | "doneBy" | "effectiveAt">>(
  flips: readonly F[],
): F | null {
  return flips.reduce<F | null>(
    (newest, one) => (newest === null || isLater(one, newest) ? one : newest),
    null,
  )
}

type Placed = Parameters<typeof placeOf>[0] & { id: string }

function isLater(one: Placed, other: Placed): boolean {
  const difference = +placeOf(one) - +placeOf(other) || +one.requestedAt - +other.requestedAt
  return difference === 0 ? one.id > other.id : difference > 0
}

/**
 * What becomes of a flip that stands after a look at its switch. Only what the switch itself says confirms it; that the
 * request was taken does not.
 */
export function judge(flip: Facts, look: Look, now: Date): Judged {
  const says = look.asked?.says ?? null
  const isTaken = look.sent?.isTaken === true
  const taken = isTaken ? { sentAt: now } : {}
  if (flip.state === "confirmed") return judgeConfirmed(flip, says, now)
  if (says?.on === flip.isOn) return confirmed(flip, says, taken, now)
  if (flip.state === "waiting") return judgeWaiting(flip, look, taken, now)
  return judgeUnsaid(flip, now)
}

function confirmed(flip: Facts, says: Said, taken: Judged["change"], now: Date): Judged {
  // What somebody noted has its time by their word.
  const effectiveAt =
    flip.doneBy === null ? plausible(says.changedAt, flip.requestedAt, now) : flip.effectiveAt
  return {
    change: { ...taken, state: "confirmed", effectiveAt, confirmedAt: now },
    pauseS: CONFIRMED_S,
    found: "confirmed",
  }
}

function judgeConfirmed(flip: Facts, says: Said | null, now: Date): Judged {
  const isOverturned = flip.overturnedAt !== null
  const elapsedS = secondsFrom(flip.confirmedAt ?? now, now)
  const pauseS = Math.min(STANDING_S, Math.max(CONFIRMED_S, elapsedS))
  if (says === null || (says.on !== flip.isOn) === isOverturned)
    return { change: {}, pauseS: says === null ? Math.min(UNCONFIRMED_S, pauseS) : pauseS, found: null }
  if (isOverturned) return { change: { overturnedAt: null }, pauseS, found: "restored" }
  const overturnedAt = plausible(says.changedAt, flip.confirmedAt ?? flip.requestedAt, now)
  return { change: { overturnedAt }, pauseS, found: "overturned" }
}

function judgeWaiting(flip: Facts, { sent, asked }: Look, taken: Judged["change"], now: Date): Judged {
  if (sent?.isTaken) {
    const isEnd = asked === null
    return {
      change: { ...taken, state: "sent" },
      pauseS: isEnd ? STANDING_S : 1,
      found: isEnd ? "sent" : null,
    }
  }
  if (secondsFrom(flip.requestedAt, now) >= PURSUE_S_MAX)
    return { change: { state: "unconfirmed" }, pauseS: STANDING_S, found: "unconfirmed" }
  const pauseS = Math.min(SEND_PAUSE_S_MAX, 2 ** Math.max(1, flip.attempts))
  const askedS = Math.min(RETRY_AFTER_S_MAX, sent?.retryAfterS ?? 0)
  return { change: {}, pauseS: Math.max(pauseS, askedS), found: null }
}

/** Taken, noted or not confirmed so far, and the switch still does not say so. */
function judgeUnsaid(flip: Facts, now: Date): Judged {
  const elapsedS = secondsFrom(flip.sentAt ?? flip.requestedAt, now)
  if (flip.state === "unconfirmed")
    return { change: {}, pauseS: elapsedS < PURSUE_S_MAX ? UNCONFIRMED_S : STANDING_S, found: null }
  if (elapsedS >= CONFIRM_S_MAX)
    return { change: { state: "unconfirmed" }, pauseS: UNCONFIRMED_S, found: "unconfirmed" }
  // Each pause is as long as all before it, and the last look is made when the time is over.
  return { change: {}, pauseS: Math.max(1, Math.min(elapsedS, CONFIRM_S_MAX - elapsedS)), found: null }
}

/** Since when, by its own word where that can be; else when it was asked. */
function plausible(changedAt: Date | null, from: Date, now: Date): Date {
  return changedAt !== null && changedAt >= from && changedAt <= now ? changedAt : now
}

function secondsFrom(from: Date, to: Date): number {
  return (to.getTime() - from.getTime()) / 1_000
}
