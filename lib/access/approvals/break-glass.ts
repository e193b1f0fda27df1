import type { Approval, Prisma } from "../../../prisma/generated/client.ts"
import type { Context, Tx } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { parseInput } from "../../core/parse-input.ts"
import { noteAct } from "../note-act.ts"
import { demand } from "../rules.ts"
import type { PlannedAct } from "./planned-act.ts"
import { holdDigest, planAsShown, rowOf, sameOf, toldOf } from "./request-approval.ts"
import { isUrgent, NEVER_URGENT } from "./rules.ts"
import { emergencySchema } from "./schemas.ts"

/** Within this time the same emergency of the same person is a second click, not a second act. */
const REPEAT_MS_MAX = 10 * 60 * 1_000

interface Broken {
  approval: Approval
  told: Prisma.InputJsonObject
  isNew: boolean
}

/**
 * Does a dangerous act at once, without a second person, in an emergency: it stands in the trail as such and must be
 * reviewed. A request of the same person for the same that waits is settled by it. Refuses a reason of less than 20
 * characters, and what is approved already, for that needs no emergency.
 */
export async function breakGlass(
  ctx: Context,
  planned: PlannedAct,
  input: unknown,
  reason: string,
  shown?: string,
): Promise<Approval> {
  demand(ctx.actor, "approval.break_glass")
  demand(ctx.actor, planned.act)
  if (!isUrgent(planned.act)) throw new AppError("forbidden", NEVER_URGENT)
  const { reason: emergency } = parseInput(emergencySchema, { reason })
  const plan = await planAsShown(ctx, planned, input, shown)
  const about = ({ approval, told, isNew }: Broken) =>
    isNew
      ? { incidentId: plan.incidentId, details: { ...told, ...toldOf(approval, plan), reason: emergency } }
      : null
  const { approval } = await ctx.mutate("approval.break_glass", about, async (tx): Promise<Broken> => {
    const now = ctx.now()
    await holdDigest(tx, plan.digest)
    const same = sameOf(ctx, planned, plan)
    const repeated = await tx.approval.findFirst({
      where: {
        ...same,
        emergency: { not: null },
        performedAt: { gt: new Date(now.getTime() - REPEAT_MS_MAX) },
      },
    })
    if (repeated) return { approval: repeated, told: {}, isNew: false }
    const open = await holdOpen(tx, same, now)
    if (open.some(({ state }) => state === "approved"))
      throw new AppError("conflict", "This is approved already: it can be done without an emergency.")
    const done = { state: "performed" as const, emergency, performedAt: now, performedBy: ctx.actor.id }
    const [waiting] = open
    const made = waiting
      ? await tx.approval.update({ where: { id: waiting.id }, data: done })
      : await tx.approval.create({ data: { ...rowOf(ctx, planned, plan, now), reason: emergency, ...done } })
    const performedBy = { actor: ctx.actor, now, approvalId: made.id, revision: made.revision }
    const told = {
      ...(await planned.perform(tx, performedBy, plan.input)),
      ...(await refusedBefore(tx, plan.digest)),
    }
    // The act itself stands in the trail like any other of its kind, and whoever is told of such is told of it.
    const details = { ...told, approval: made.id, isEmergency: true }
    await noteAct(tx, ctx.actor, planned.act, { incidentId: plan.incidentId, details })
    return { approval: made, told, isNew: true }
  })
  return approval
}

/** That somebody had refused just this is told to whoever reviews the emergency. */
async function refusedBefore(tx: Tx, digest: string): Promise<{ refusedBefore?: string }> {
  const refused = await tx.approval.findFirst({
    where: { digest, state: "refused" },
    orderBy: { decidedAt: "desc" },
    select: { id: true },
  })
  return refused ? { refusedBefore: refused.id } : {}
}

/** The same person's requests for the same that are open, held: whoever decides one at this moment comes before or after. */
async function holdOpen(tx: Tx, same: ReturnType<typeof sameOf>, now: Date): Promise<Approval[]> {
  const { act, digest, requestedBy } = same
  await tx.$executeRaw`SELECT 1 FROM approval WHERE act = ${act} AND digest = ${digest}
    AND requested_by = ${requestedBy} AND state IN ('waiting', 'approved') FOR UPDATE`
  return await tx.approval.findMany({
    where: { ...same, state: { in: ["waiting", "approved"] }, expiresAt: { gt: now } },
  })
}
