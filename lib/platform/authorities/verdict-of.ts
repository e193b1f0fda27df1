import type { ProbeVerdict } from "../../core/session-authority.ts"
import type { KeptOutcome } from "./kept-request.ts"

/** Alive is a success that is no page for people, dead is 401 and nothing else; whatever is neither is an error. */
export function verdictOf(outcome: KeptOutcome): ProbeVerdict {
  if (outcome.kind !== "answered") return { verdict: "error", reason: outcome.reason }
  const { status, contentType, isWhole } = outcome
  if (status === 401) return { verdict: "dead", reason: "401: the token is refused" }
  const isSuccess = status >= 200 && status < 300
  if (!isSuccess) return { verdict: "error", reason: `${status}: neither taken nor refused` }
  if (contentType?.includes("html"))
    return { verdict: "error", reason: `${status} with a page for people: this tells nothing of the token` }
  if (!isWhole) return { verdict: "error", reason: `${status} with more than can be read` }
  return { verdict: "alive", reason: `${status}: the token is taken` }
}
