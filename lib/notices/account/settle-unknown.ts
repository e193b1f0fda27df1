import type { PlannedRun } from "../../../prisma/generated/client.ts"
import type { Context, SystemContext, Tx } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { parseInput } from "../../core/parse-input.ts"
import { askAgainUnknown } from "../../runs/ask-again-unknown.ts"
import type { RunUser } from "../../runs/kind.ts"
import { moveItems } from "../../runs/move-items.ts"
import type { ItemState } from "../../runs/rules.ts"
import type { NoticeSettings } from "../schemas.ts"
import { getNoticeRun } from "./account-run.ts"
import { type Settlement, settlementSchema } from "./schemas.ts"
import type { Verdict } from "./steps.ts"

export interface Settled {
  /** Whose letters were settled by it, by pseudonym. */
  settled: string[]
  /** Of those named, whose outcome was known meanwhile. */
  known: string[]
}

/** What was begun a moment ago may yet come to its end. */
const STILL_UNDER_WAY_S = 60

/**
 * A person says what became of named letters of which nobody knows: `sent` counts as taken by the other side; `not_sent`
 * goes out once more while the run is under way, which the run's approved policy must allow, and is left to the next plan
 * once it has ended. Refuses who is not in the run, and what may still be under way.
 */
export async function settleUnknown(ctx: Context, runId: string, input: Settlement): Promise<Settled> {
  const { pseudonyms, verdict, reason } = parseInput(settlementSchema, input)
  const { incidentId, number } = await getNoticeRun(ctx, runId)
  const about = ({ settled }: Settled) =>
    settled.length > 0
      ? { incidentId, details: { run: number, by: "person", verdict, reason, people: settled } }
      : null
  return await ctx.mutate("notice.settle", about, async (tx) => {
    const run = await heldRun(tx, runId)
    const to = stateFor(run, verdict)
    const items = await itemsOf(tx, runId, [...new Set(pseudonyms)])
    if (verdict === "not_sent") refuseFresh(items, ctx.now())
    const unknown = items.filter(({ state }) => state === "unknown")
    const moved = await moveItems(
      tx,
      runId,
      unknown.map(({ row }) => ({ row, from: ["unknown"], to, reason: reasons[verdict] })),
    )
    const settled = moved.map(({ subject }) => subject)
    const known = items.map(({ subject }) => subject).filter((subject) => !settled.includes(subject))
    return { settled, known }
  })
}

const reasons: Record<Verdict, string> = {
  sent: "A person found that it was sent",
  not_sent: "A person found that it was surely not sent",
}

/** The run as it stands, and stays until this is done. */
async function heldRun(tx: Tx, runId: string): Promise<PlannedRun> {
  await tx.$executeRaw`SELECT 1 FROM planned_run WHERE id = ${runId}::uuid FOR SHARE`
  return await tx.plannedRun.findUniqueOrThrow({ where: { id: runId } })
}

function stateFor({ state, settings }: PlannedRun, verdict: Verdict): ItemState {
  if (verdict === "sent") return "accepted"
  if (state !== "running" && state !== "paused") return "cancelled"
  if ((settings as Partial<NoticeSettings> | null)?.unknown !== "ask_person")
    throw new AppError(
      "precondition",
      "It was approved that letters of which nobody knows are left alone while this run is under way",
    )
  return "queued"
}

interface Unsettled {
  row: number
  subject: string
  state: ItemState
  changedAt: Date
}

async function itemsOf(tx: Tx, runId: string, subjects: string[]): Promise<Unsettled[]> {
  const items = await tx.runItem.findMany({
    where: { runId, subject: { in: subjects } },
    select: { row: true, subject: true, state: true, changedAt: true },
    orderBy: { row: "asc" },
  })
  const found = new Set(items.map(({ subject }) => subject))
  const stranger = subjects.find((subject) => !found.has(subject))
  if (stranger !== undefined) throw new AppError("not_found", `This run has begun no letter to ${stranger}`)
  return items
}

function refuseFresh(items: readonly Unsettled[], now: Date): void {
  const since = now.getTime() - STILL_UNDER_WAY_S * 1_000
  const fresh = items.find(({ state, changedAt }) => state === "unknown" && changedAt.getTime() > since)
  if (fresh)
    throw new AppError(
      "precondition",
      `The letter to ${fresh.subject} may still be under way; say so a minute after its outcome was lost`,
    )
}

/**
 * Asks the other side about all letters of a run of which nobody knows, and settles those of which it says something.
 * Refuses where it cannot be asked.
 */
export async function settleByLookUp(
  ctx: SystemContext,
  user: Pick<RunUser, "open">,
  runId: string,
): Promise<{ accepted: number; absent: number }> {
  const run = await getNoticeRun(ctx, runId)
  const work = await user.open(ctx, run)
  try {
    if (!work?.lookUp)
      throw new AppError("precondition", "Whoever takes these letters cannot be asked what became of them")
    const settled = await askAgainUnknown(ctx, runId, work)
    const { accepted, absent } = settled
    if (accepted + absent > 0)
      await ctx.mutate(
        "notice.settle",
        { incidentId: run.incidentId, details: { run: run.number, by: "look_up", accepted, absent } },
        async () => {},
      )
    return settled
  } finally {
    await work?.close()
  }
}
