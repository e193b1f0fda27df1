import { z } from "zod"
import type { Prisma } from "../../../prisma/generated/client.ts"
import type { PlannedAct } from "../../access/approvals/planned-act.ts"
import { digestOf } from "../../core/canonical-json.ts"
import type { Context, Tx } from "../../core/context.ts"
import { AppError, invariant } from "../../core/errors.ts"
import { parseInput } from "../../core/parse-input.ts"
import { judgeRun } from "../../runs/rules.ts"
import { startRun } from "../../runs/start-run.ts"
import { getAuthority } from "../authorities/get-authority.ts"
import { findStandingFlips } from "../switches/standing-flips.ts"
import { settingsOf } from "./logout-run.ts"
import type { LogoutPlan } from "./plan-shape.ts"
import { planWords } from "./plan-words.ts"

const APPROVAL_MS = 30 * 60 * 1_000

const inputSchema = z.object({
  incidentId: z.uuid("This is no incident"),
  runId: z.uuid("This is no logout"),
})
type RunInput = z.output<typeof inputSchema>

/**
 * Begins a planned logout. Refuses one that has nobody to log out, whose authority has changed since it was planned, and
 * one beside which another logout at the same authority is not over: people would be logged out by two at once.
 */
export const runLogout: PlannedAct<RunInput> = {
  act: "logout.run",
  label: "Begin the logout",
  validMs: APPROVAL_MS,
  parse: (input) => parseInput(inputSchema, input),
  incidentOf: ({ incidentId }) => incidentId,
  plan,
  async perform(tx, { now, approvalId }, { runId }) {
    const logout = await tx.logoutRun.findUniqueOrThrow({ where: { runId } })
    await demandAlone(tx, logout.authorityId, runId)
    // No chunk is open until the canaries are alive and the cut-off is fixed.
    await startRun(tx, runId, approvalId, now, { checkedRevision: null, openChunks: 0 })
    await tx.logoutRun.update({ where: { runId }, data: { phase: "containing", phaseAt: now, wave: 0 } })
    const run = await tx.plannedRun.findUniqueOrThrow({ where: { id: runId } })
    const { affected, authority } = run.plan as unknown as LogoutPlan
    return { run: run.number, runId, affected, authority: authority.name, listDigest: run.listDigest }
  },
}

async function plan(ctx: Context, { incidentId, runId }: RunInput) {
  const run = await ctx.db.plannedRun.findFirst({ where: { id: runId, incidentId, kind: "logout" } })
  if (!run) throw new AppError("not_found", "There is no such logout")
  const decision = judgeRun(run).send
  if (!decision.allowed) throw new AppError("precondition", decision.reason)
  const planned = run.plan as unknown as LogoutPlan | null
  invariant(planned, "a planned run has its plan")
  if (planned.affected === 0) throw new AppError("precondition", "Nobody would be logged out by this plan")
  const kept = await getAuthority(ctx, planned.authority.id)
  if (digestOf(kept.settings) !== planned.authority.settingsDigest)
    throw new AppError(
      "precondition",
      `${kept.name} was set up otherwise after the plan was made: ask for a new plan`,
    )
  const flips = await findStandingFlips(ctx.db, incidentId)
  const facts = {
    listDigest: run.listDigest,
    settings: digestOf(settingsOf(run)),
    plan: digestOf(planned),
    pace: run.pace,
    authority: planned.authority,
    flips: flips.map(({ flipId, isOn }) => ({ flipId, isOn })),
  }
  return {
    sentences: planWords(run.number, settingsOf(run), planned, flips),
    revision: planned.revision,
    facts: facts as unknown as Prisma.InputJsonObject,
  }
}

/** Whoever begins another one at this authority waits here, and is refused. */
async function demandAlone(tx: Tx, authorityId: string, runId: string): Promise<void> {
  await tx.$executeRaw`SELECT 1 FROM authority WHERE id = ${authorityId}::uuid FOR UPDATE`
  const [other] = await tx.$queryRaw<{ incident: number; number: number }[]>`
    SELECT n.number AS incident, r.number FROM logout_run l
      JOIN planned_run r ON r.id = l.run_id JOIN incident n ON n.id = r.incident_id
    WHERE l.authority_id = ${authorityId}::uuid AND l.run_id <> ${runId}::uuid
      AND l.phase NOT IN ('closed', 'closed_with_gaps', 'aborted') LIMIT 1`
  if (other)
    throw new AppError(
      "conflict",
      `Logout ${other.number} of INC-${other.incident} goes on at this authority: wait for its end or abort it first`,
    )
}
