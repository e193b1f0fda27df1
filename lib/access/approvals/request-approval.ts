import type { Approval } from "../../../prisma/generated/client.ts"
import type { Context, Tx } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { parseInput } from "../../core/parse-input.ts"
import { demand } from "../rules.ts"
import { type Planned, planAct } from "./plan-anew.ts"
import { approverOf } from "./plan-digest.ts"
import type { PlannedAct } from "./planned-act.ts"
import { APPROVAL_MS_MAX, requestSchema } from "./schemas.ts"

/**
 * Asks a second person to approve a dangerous act as it would be done now. What the same person has asked for already
 * and waits is given back. Refuses whoever may not perform the act, and where it would do another thing than was shown.
 */
export async function requestApproval(
  ctx: Context,
  planned: PlannedAct,
  input: unknown,
  reason: string,
  shown?: string,
): Promise<Approval> {
  demand(ctx.actor, "approval.request")
  demand(ctx.actor, planned.act)
  const given = parseInput(requestSchema, { reason })
  const now = await planAsShown(ctx, planned, input, shown)
  const { approval } = await ctx.mutate(
    "approval.request",
    (result: { approval: Approval; isNew: boolean }) =>
      result.isNew ? { incidentId: now.incidentId, details: toldOf(result.approval, now) } : null,
    async (tx) => {
      const at = ctx.now()
      await holdDigest(tx, now.digest)
      const waiting = await tx.approval.findFirst({
        where: { ...sameOf(ctx, planned, now), state: "waiting", expiresAt: { gt: at } },
      })
      if (waiting) return { approval: waiting, isNew: false }
      const data = { ...rowOf(ctx, planned, now, at), reason: given.reason }
      return { approval: await tx.approval.create({ data }), isNew: true }
    },
  )
  return approval
}

/** The plan as it is now, if it is still what the person saw. */
export async function planAsShown(
  ctx: Context,
  planned: PlannedAct,
  input: unknown,
  shown: string | undefined,
): Promise<Planned> {
  const now = await planAct(ctx, planned, input)
  if (shown !== undefined && shown !== now.digest)
    throw new AppError(
      "conflict",
      "What this would do has changed since the page was made. Load the page again and read it anew.",
    )
  return now
}

/** Two who ask for the same at once come one after the other. */
export async function holdDigest(tx: Tx, digest: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${digest}, 0))`
}

/** By which an approval is the same person's, for the same. */
export function sameOf({ actor }: Context, { act }: PlannedAct, { digest }: Planned) {
  return { act, digest, requestedBy: actor.id }
}

/** A new approval, less the reason. */
export function rowOf({ actor }: Context, { act, validMs }: PlannedAct, now: Planned, requestedAt: Date) {
  const { input, incidentId, digest, plan } = now
  return {
    incidentId,
    act,
    input,
    digest,
    plan: { sentences: [...plan.sentences], facts: plan.facts },
    revision: plan.revision,
    approverRole: approverOf(act),
    requestedAt,
    requestedBy: actor.id,
    expiresAt: new Date(requestedAt.getTime() + (validMs ?? APPROVAL_MS_MAX)),
  }
}

/** What the trail tells of a request. */
export function toldOf({ id, act, digest, revision, reason }: Approval, { input }: Planned) {
  return { approval: id, act, digest, revision, input, reason }
}
