import type { OutgoingAnswer } from "../core/outgoing.ts"

const S = 1_000
const MIN = 60 * S
const H = 60 * MIN

/** How long after each attempt that failed the next one is made; after the last, none is. */
export const PAUSES_MS = [5 * S, MIN, 10 * MIN, H, 6 * H, 24 * H] as const

/** Each pause is up to a fifth longer or shorter, so that what failed at once is not tried again at once. */
const JITTER_SHARE = 0.2

export type Outcome =
  | { state: "delivered"; answer: string }
  | { state: "waiting"; answer: string; pauseMs: number }
  | { state: "given_up"; answer: string; isGone: boolean }

/** What becomes of a delivery after an attempt, the first of which is 1. `chance` is at least 0 and below 1. */
export function judge(
  attempt: number,
  answered: Pick<OutgoingAnswer, "status"> | { fault: string },
  chance: number,
): Outcome {
  if ("status" in answered) {
    const { status } = answered
    const answer = status >= 300 && status < 400 ? `${status}, which leads elsewhere` : String(status)
    if (status >= 200 && status < 300) return { state: "delivered", answer }
    if (status === 410) return { state: "given_up", answer: "410, gone", isGone: true }
    return again(attempt, answer, chance)
  }
  return again(attempt, answered.fault, chance)
}

function again(attempt: number, answer: string, chance: number): Outcome {
  const pause = PAUSES_MS[attempt - 1]
  if (pause === undefined) return { state: "given_up", answer, isGone: false }
  return { state: "waiting", answer, pauseMs: Math.round(pause * (1 + JITTER_SHARE * (2 * chance - 1))) }
}
