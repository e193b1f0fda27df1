import type { Actor } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import type { Decision } from "../rules.ts"

export const CHANGED_MEANWHILE = "Somebody has changed this member meanwhile; load the page again"

export interface MemberInQuestion {
  id: string
  deactivatedAt: Date | null
}

/**
 * Administrators leave their own role and access to others. So there is always one: whoever takes it from another has
 * it, and keeps it until that is done.
 */
export function refuseOneself({ id }: Pick<Actor, "id">, member: { id: string }): Decision {
  return id === member.id
    ? { allowed: false, reason: "This is you: another administrator can do this." }
    : { allowed: true }
}

refuseOneself.orThrow = (actor: Pick<Actor, "id">, member: { id: string }): void => {
  const decision = refuseOneself(actor, member)
  if (!decision.allowed) throw new AppError("forbidden", decision.reason)
}

const TRIES = 3

/**
 * Two administrators who act upon each other at once hold each other up, and PostgreSQL lets one go on: the other tries
 * again, and finds what they may do by then.
 */
export async function afterDeadlock<T>(work: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++)
    try {
      return await work()
    } catch (error) {
      if (tried === TRIES || !isDeadlock(error)) throw error
    }
}

/** PostgreSQL's 40P01, as itself or in the words of Prisma. */
function isDeadlock(error: unknown): boolean {
  const { code, message = "" } = (error ?? {}) as { code?: unknown; message?: string }
  return code === "P2034" || /40P01|deadlock detected/.test(message)
}
