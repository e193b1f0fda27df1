import { AppError } from "../../core/errors.ts"
import type { MisuseAnswer } from "../../core/session-authority.ts"
import { answerOf } from "./json-door.ts"
import type { KeptAnswer, KeptOutcome } from "./kept-request.ts"

/** @throws AppError unavailable where it was neither taken nor refused as it should be */
export function judgeMisuse(outcome: KeptOutcome, url: string, refusals: readonly number[]): MisuseAnswer {
  const answer = answerOf(outcome, url)
  const { status } = answer
  if (refusals.includes(status)) return { isRefused: true, reason: `${status}` }
  if (isSuccess(answer)) return { isRefused: false, reason: `${status}: it was taken` }
  throw new AppError(
    "unavailable",
    `It was answered ${status}, which is no clear refusal (${refusals.join(", ")})`,
  )
}

export function isSuccess({ status }: KeptAnswer): boolean {
  return status >= 200 && status < 300
}
