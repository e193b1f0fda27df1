import { secondsOfRetryAfter } from "../../core/retry-after.ts"
import type { RevokeOutcome } from "../../core/session-authority.ts"
import type { KeptAnswer, KeptOutcome } from "./kept-request.ts"

/**
 * What became of a request to end somebody's sessions, or to have their password renewed. Done is what the contract says:
 * 204, or a success without a page. Surely not done: it never left, or a status says so. Nobody knows: it left and no
 * answer came, or one that nobody who had done it would give.
 */
export function judgeRevocation(outcome: KeptOutcome, now: Date): RevokeOutcome {
  if (outcome.kind === "unsent") return deferred(outcome.reason, true)
  if (outcome.kind === "unanswered") return { state: "unknown", reason: outcome.reason }
  const { status } = outcome
  if (status >= 200 && status < 300) return judgeSuccess(outcome)
  if (status === 429 || status === 503) {
    const againInS = secondsOfRetryAfter(outcome.retryAfter, now)
    return {
      ...deferred(status === 429 ? "429: too many requests" : "503: it is not available", true),
      againInS,
    }
  }
  if (status === 401 || status === 403) return deferred(`${status}: the authority refuses our secret`, true)
  if (status >= 300 && status < 400) return deferred(`${status}: it answers with a redirect`, true)
  // A gateway that has waited in vain knows no more than we would.
  if (status === 504) return { state: "unknown", reason: "504: a gateway before it got no answer in time" }
  if (status >= 500) return deferred(`${status}: it failed`, true)
  return judgeRefusal(outcome)
}

function judgeSuccess({ status, contentType }: KeptAnswer): RevokeOutcome {
  if (status === 204 || contentType === null || isJson(contentType))
    return { state: "accepted", reason: String(status) }
  return {
    state: "unknown",
    reason: `${status} with something that is no JSON, where 204 says that it is done`,
  }
}

function judgeRefusal({ status, contentType }: KeptAnswer): RevokeOutcome {
  // A page for people is what is found where no such address is: it says nothing of the subject.
  if (contentType?.includes("html"))
    return deferred(`${status} with a page for people: there may be nothing at this address`, true)
  if (status === 404 || status === 410) return { state: "rejected", reason: `${status}: no such subject` }
  if (status === 408 || status === 425) return deferred(`${status}: to be sent again`, false)
  return { state: "rejected", reason: `${status}: it refuses the request` }
}

export function isJson(contentType: string | null): boolean {
  return /^application\/([\w.+-]+\+)?json\b/i.test(contentType ?? "")
}

function deferred(reason: string, isPushback: boolean): RevokeOutcome & { state: "deferred" } {
  return { state: "deferred", reason, againInS: null, isPushback }
}
