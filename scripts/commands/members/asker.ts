import { openContext, openSystemContext, type Resources } from "../../../lib/access/open-context.ts"
import type { Context } from "../../../lib/core/context.ts"
import { AppError } from "../../../lib/core/errors.ts"
import { type DangerousAct, permissionOf } from "../../../lib/core/permissions.ts"
import type { Approval } from "../../../prisma/generated/client.ts"
import { memberContext } from "./member-context.ts"

/** A run as an approver meets it. */
export interface AskedRun {
  run: { requestedBy: string }
  name: string
}

/** Before anything is asked for: a request that this member cannot decide would be left behind. */
export function demandApprover({ actor }: Context, email: string, act: DangerousAct, what: string): void {
  const { approver } = permissionOf(act)
  if (actor.role !== approver)
    throw new AppError("forbidden", `--as: ${email} is of ${actor.role}; ${what} are approved by ${approver}`)
}

/**
 * In whose name the approval of a run is asked for: of the member who is named, else of whoever planned it, which may be
 * Tocsin. Refuses a planner who has left.
 */
export async function askerOf(
  resources: Resources,
  { run, name }: AskedRun,
  askedBy: string | undefined,
): Promise<Context> {
  if (askedBy !== undefined) return await memberContext(resources, askedBy, "--asked-by")
  const system = openSystemContext(resources)
  if (run.requestedBy === system.actor.id) return system
  const planner = await resources.database.user.findUnique({ where: { id: run.requestedBy } })
  if (!planner || planner.deactivatedAt !== null)
    throw new AppError("precondition", `Whoever planned ${name} has left: ${WHO_ASKS}`)
  return openContext(resources, { id: planner.id, name: planner.name, role: planner.role })
}

interface ElseAsked {
  /** What else than planning it makes somebody the first who has seen it. */
  alsoDid?: () => Promise<string | null>
  /** What is to be done then. */
  orElse?: string
}

/**
 * Refuses an approver who asks for it too, and one who has planned the run, or done what else is named, while nobody but
 * Tocsin asks: one person would have seen it.
 */
export async function demandSecondPerson(
  { actor }: Context,
  { run, name }: AskedRun,
  { requestedBy }: Pick<Approval, "requestedBy">,
  { alsoDid = async () => null, orElse = WHO_ASKS }: ElseAsked = {},
): Promise<void> {
  const refuse = (what: string) => {
    throw new AppError("forbidden", `Whoever approves ${name} has ${what}: ${orElse}`)
  }
  if (requestedBy === actor.id) refuse(run.requestedBy === actor.id ? "planned it" : "asked for it")
  if (requestedBy !== "system") return
  if (run.requestedBy === actor.id) refuse("planned it")
  const also = await alsoDid()
  if (also !== null) refuse(also)
}

const WHO_ASKS = "another member has to ask for it, here with --asked-by EMAIL or in the console"
