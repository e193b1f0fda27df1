import type { Actor } from "../core/context.ts"
import { AppError } from "../core/errors.ts"
import { type Action, permissionOf } from "../core/permissions.ts"

/** Whether something may be done, and why not: so that a disabled button can say it. */
export type Decision = { allowed: true } | { allowed: false; reason: string }

/** May this person, or this program, see or do it? */
export function may(actor: Pick<Actor, "role" | "scopes">, action: Action): Decision {
  const { roles, scope } = permissionOf(action)
  if (!roles.includes(actor.role)) {
    const people = roles.filter((one) => one !== "system")
    const who = people.length === 0 ? "Tocsin itself does this" : `This is for ${inWords(people)}`
    return { allowed: false, reason: `${who}; you are signed in as ${actor.role}.` }
  }
  if (actor.scopes === undefined) return { allowed: true }
  if (scope === undefined) return { allowed: false, reason: "This is done by a person, in the console." }
  return actor.scopes.includes(scope)
    ? { allowed: true }
    : { allowed: false, reason: `This key lacks the scope ${scope}.` }
}

/** Refuses with the reason, before work is begun that only ends in the act. */
export function demand(actor: Actor, action: Action): void {
  const decision = may(actor, action)
  if (!decision.allowed) throw new AppError("forbidden", decision.reason)
}

function inWords(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`
}
