import { openContext, type Resources } from "../../../lib/access/open-context.ts"
import type { Context } from "../../../lib/core/context.ts"
import { AppError } from "../../../lib/core/errors.ts"

/** The context of the member whom `--as`, or another option, names: whoever has the server's shell is trusted to say who they are. */
export async function memberContext(resources: Resources, email: string, option = "--as"): Promise<Context> {
  const user = await resources.database.user.findUnique({ where: { email: email.trim().toLowerCase() } })
  if (!user || user.deactivatedAt !== null)
    throw new AppError("not_found", `${option}: nobody here signs in with ${email}`)
  return openContext(resources, { id: user.id, name: user.name, role: user.role })
}

/** The same where it is named, else nobody's: what asks for a member is told so by `demandMember`. */
export async function findMemberContext(resources: Resources, email?: string): Promise<Context | null> {
  return email === undefined ? null : await memberContext(resources, email)
}

/** Refuses an option that a member's word stands behind where no member is named. */
export function demandMember(member: Context | null, option: string): Context {
  if (member) return member
  throw new AppError("invalid", `${option}: needs --as EMAIL, for a member stands behind it`)
}
