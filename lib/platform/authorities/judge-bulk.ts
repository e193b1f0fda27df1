import type { RevokeOutcome } from "../../core/session-authority.ts"
import { revocationsAnswer } from "./answers.ts"
import { jsonOf } from "./json-door.ts"
import { judgeRevocation } from "./judge-revocation.ts"
import type { KeptOutcome } from "./kept-request.ts"

/** What became of each of many subjects in one request: what the answer leaves out, nobody knows. */
export function judgeBulk(
  subs: readonly string[],
  outcome: KeptOutcome,
  now: Date,
  over: AbortSignal,
): Map<string, RevokeOutcome> {
  const forAll = (of: RevokeOutcome) => new Map(subs.map((sub) => [sub, of]))
  if (outcome.kind === "unsent" && over.aborted)
    return forAll({ state: "deferred", reason: outcome.reason, againInS: null, isPushback: false })
  const whole = judgeRevocation(outcome, now)
  if (outcome.kind !== "answered") return forAll(whole)
  // No status speaks of one of many: a page that is gone is trouble with the address, not with its subjects.
  if (whole.state === "rejected")
    return forAll({
      state: "deferred",
      reason: `${outcome.status}: it refuses the request`,
      againInS: null,
      isPushback: true,
    })
  if (whole.state !== "accepted") return forAll(whole)
  const each = outcomesOf(outcome)
  if (each === null)
    return forAll({ state: "unknown", reason: `${outcome.status} without an outcome for each` })
  return new Map(subs.map((sub) => [sub, wordFor(each[sub]?.outcome)]))
}

function outcomesOf(answer: Extract<KeptOutcome, { kind: "answered" }>) {
  try {
    return jsonOf(answer, "http://authority/", revocationsAnswer).outcomes
  } catch {
    return null
  }
}

function wordFor(outcome: "revoked" | "nothing" | "unknown_subject" | "failed" | undefined): RevokeOutcome {
  switch (outcome) {
    case "revoked":
      return { state: "accepted", reason: "200: ended" }
    case "nothing":
      return { state: "accepted", reason: "200: there was nothing to end" }
    case "unknown_subject":
      return { state: "rejected", reason: "200: no such subject" }
    case "failed":
      return {
        state: "deferred",
        reason: "200: it failed for this subject",
        againInS: null,
        isPushback: false,
      }
    default:
      return { state: "unknown", reason: "200 without an outcome for this subject" }
  }
}
