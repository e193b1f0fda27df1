import { openContext, openSystemContext, type Resources } from "../../../lib/access/open-context.ts"
import type { Context } from "../../../lib/core/context.ts"
import { AppError } from "../../../lib/core/errors.ts"
import type { Approval } from "../../../prisma/generated/client.ts"
import type { NamedRun } from "./find-run.ts"
import { memberContext } from "./member-context.ts"

/**
 * In whose name the approval of a run is asked for: of the member who is named, else of whoever planned it, which may be
 * Tocsin. Refuses a planner who has left.
 */
export async function askerOf(
  resources: Resources,
  { run, name }: NamedRun,
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

/**
 * Refuses an approver who asks for it too, and one who has planned the run or let a finding of it pass while nobody but
 * Tocsin asks: one person would have seen it.
 */
export async function demandSecondPerson(
  { actor, db }: Context,
  { run, name }: NamedRun,
  asker: Pick<Approval, "requestedBy">,
  isOverriding: boolean,
): Promise<void> {
  const refuse = (what: string) => {
    throw new AppError("forbidden", `Whoever approves ${name} has ${what}: ${WHO_ASKS}`)
  }
  const { requestedBy } = asker
  if (requestedBy === actor.id) refuse(run.requestedBy === actor.id ? "planned it" : "asked for it")
  if (requestedBy !== "system") return
  if (run.requestedBy === actor.id) refuse("planned it")
  const overrode = { runId: run.id, givenBy: actor.id }
  if (isOverriding || (await db.noticeOverride.findFirst({ where: overrode })) !== null)
    refuse("let findings of it pass")
}

const WHO_ASKS = "another member has to ask for it, here with --asked-by EMAIL or in the console"
