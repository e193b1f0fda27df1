import { type Act, type ActorRole, acts } from "../core/acts.ts"
import type { Actor } from "../core/context.ts"
import { AppError } from "../core/errors.ts"

/** Whether something may be done, and why not: so that a disabled button can say it. */
export type Decision = { allowed: true } | { allowed: false; reason: string }

/** May somebody of this role perform this act? */
export function may(role: ActorRole, act: Act): Decision {
  const roles: readonly ActorRole[] = acts[act]
  if (roles.includes(role)) return { allowed: true }
  const people = roles.filter((one) => one !== "system")
  const who = people.length === 0 ? "Tocsin itself does this" : `This is for ${people.join(" and ")}`
  return { allowed: false, reason: `${who}; you are signed in as ${role}.` }
}

/** Refuses with the reason, before work is begun that only ends in the act. */
export function demand({ role }: Actor, act: Act): void {
  const decision = may(role, act)
  if (!decision.allowed) throw new AppError("forbidden", decision.reason)
}
