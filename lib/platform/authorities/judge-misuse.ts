import { AppError } from "../../core/errors.ts"
import type { MisuseAnswer } from "../../core/session-authority.ts"
import { answerOf } from "./json-door.ts"
import { judgeRevocation } from "./judge-revocation.ts"
import type { KeptAnswer, KeptOutcome } from "./kept-request.ts"

/** @throws AppError unavailable where it was neither taken nor refused as it should be */
export function judgeMisuse(outcome: KeptOutcome, url: string, refusals: readonly number[]): MisuseAnswer {
  const answer = answerOf(outcome, url)
  const { status } = answer
  if (refusals.includes(status)) return { isRefused: true, reason: `${status}` }
  if (isTaken(answer)) return { isRefused: false, reason: `${status}: it was taken` }
  if (status >= 200 && status < 300)
    throw new AppError(
      "unavailable",
      `It was answered ${status} with something that is no JSON, which is not what was agreed: neither taken nor refused (${refusals.join(", ")})`,
    )
  throw new AppError(
    "unavailable",
    `It was answered ${status}, which is no clear refusal (${refusals.join(", ")})`,
  )
}

/** By the same judgement as of a request that is in earnest: a page for people takes nothing. */
export function isTaken(answer: KeptAnswer): boolean {
  return judgeRevocation(answer, new Date()).state === "accepted"
}
