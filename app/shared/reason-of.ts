import type { Decision } from "../../lib/access/rules.ts"

/** Why a button is disabled, or null where it is not. */
export function reasonOf(decision: Decision): string | null {
  return decision.allowed ? null : decision.reason
}
