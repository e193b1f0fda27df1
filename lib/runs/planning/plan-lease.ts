import { randomUUID } from "node:crypto"
import type { RunKind } from "../../../prisma/generated/client.ts"
import type { SystemContext } from "../../core/context.ts"

/** How long a planner that says nothing keeps a run. */
const LEASE_S = 30
const RENEW_EVERY_MS = 10_000
/** How long a run rests that was given back: others have their turn, and who is asked has time to come back. */
const REST_S = 15

/** A run that one planner has for itself. */
export interface PlanLease {
  plannerId: string
  /** Somebody had it before, and did not come to an end. */
  isAgain: boolean
  /** Aborts when somebody else may have taken it. */
  lost: AbortSignal
  end(): void
}

/** Takes a run that waits to be planned, or whose planner died; null where there is nothing to take, or it rests. */
export async function takePlan(ctx: SystemContext, kind: RunKind, runId: string): Promise<PlanLease | null> {
  const plannerId = randomUUID()
  const [taken] = await ctx.ledger(
    (tx) => tx.$queryRaw<{ isAgain: boolean }[]>`
      WITH waiting AS (
        SELECT id, planner_id FROM planned_run
        WHERE id = ${runId}::uuid AND kind::text = ${kind} AND state = 'planning'
          AND (planner_until IS NULL OR planner_until < now())
        FOR UPDATE
      )
      UPDATE planned_run run
      SET planner_id = ${plannerId}::uuid, planner_until = now() + make_interval(secs => ${LEASE_S})
      FROM waiting WHERE run.id = waiting.id
      RETURNING waiting.planner_id IS NOT NULL AS "isAgain"`,
  )
  return taken ? keep(ctx, runId, plannerId, taken.isAgain) : null
}

/**
 * A run of some kinds that waits to be planned and that nobody plans just now: the one that waits longest, where one that
 * was tried in vain waits anew, so that no number of those keeps the others from their turn.
 */
export async function findWaitingPlan(
  ctx: SystemContext,
  kinds: readonly RunKind[],
): Promise<{ id: string; kind: RunKind } | null> {
  const [run] = await ctx.ledger(
    (tx) => tx.$queryRaw<{ id: string; kind: RunKind }[]>`
      SELECT id, kind::text AS kind FROM planned_run
      WHERE kind::text = ANY(${[...kinds]}::text[]) AND state = 'planning' AND (planner_until IS NULL OR planner_until < now())
      ORDER BY coalesce(planner_until, requested_at) LIMIT 1`,
  )
  return run ?? null
}

/** Lets any planner take a run that cannot be planned just now, when it has rested and the others have had their turn. */
export async function givePlanBack(ctx: SystemContext, runId: string, plannerId: string): Promise<void> {
  await ctx.ledger(
    (tx) => tx.$executeRaw`
      UPDATE planned_run SET planner_until = now() + make_interval(secs => ${REST_S})
      WHERE id = ${runId}::uuid AND planner_id = ${plannerId}::uuid AND state = 'planning'`,
  )
}

function keep(ctx: SystemContext, runId: string, plannerId: string, isAgain: boolean): PlanLease {
  const losing = new AbortController()
  let heldUntil = performance.now() + LEASE_S * 1_000
  const renew = async () => {
    const asked = performance.now()
    const renewed = await ctx
      .ledger(
        (tx) => tx.$executeRaw`
          UPDATE planned_run SET planner_until = now() + make_interval(secs => ${LEASE_S})
          WHERE id = ${runId}::uuid AND planner_id = ${plannerId}::uuid AND state = 'planning'`,
      )
      .catch(() => null) // A database that restarts is no reason to give up while the lease lasts.
    if (renewed === 1) heldUntil = asked + LEASE_S * 1_000
    if (renewed === 0 || performance.now() > heldUntil) losing.abort()
  }
  const timer = setInterval(() => void renew(), RENEW_EVERY_MS)
  return { plannerId, isAgain, lost: losing.signal, end: () => clearInterval(timer) }
}
