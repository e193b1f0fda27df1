import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import {
  type AccountPage,
  type AccountPlace,
  type AccountRow,
  reachedStates,
  type UnreachedRow,
  unreachedStates,
} from "./account-row.ts"
import { getNoticeRun } from "./account-run.ts"
import { listAccount } from "./list-account.ts"

/** Whom a run's letters did not reach, why, and what was done next: a page in order of the list. */
export async function listUnreached(
  ctx: Pick<Context, "actor" | "db" | "results" | "config">,
  runId: string,
  place: AccountPlace,
): Promise<AccountPage<UnreachedRow>> {
  demand(ctx.actor, "notices.view")
  const run = await getNoticeRun(ctx, runId)
  const { rows, nextAfter } = await listAccount(ctx, run, unreachedStates, place)
  return { rows: await withNext(ctx, run, rows), nextAfter }
}

async function withNext(
  { db }: Pick<Context, "db">,
  { incidentId, number }: { incidentId: string; number: number },
  rows: readonly AccountRow[],
): Promise<UnreachedRow[]> {
  const subjects = rows.map(({ pseudonym }) => pseudonym)
  const later = await db.plannedRun.findMany({
    where: { incidentId, kind: "notices", number: { gt: number } },
    select: { id: true, number: true },
    orderBy: { number: "asc" },
  })
  const [steps, letters] = await Promise.all([
    db.followUp.findMany({ where: { incidentId, subject: { in: subjects } }, orderBy: { doneAt: "asc" } }),
    db.runItem.findMany({
      where: {
        runId: { in: later.map(({ id }) => id) },
        subject: { in: subjects },
        state: { in: [...reachedStates, "unknown"] },
      },
      select: { runId: true, subject: true, state: true },
    }),
  ])
  // What comes later in each list takes the place of what came before.
  const next = new Map(
    steps.map(({ subject, step, note, doneAt, doneBy }) => [subject, { step, note, doneAt, doneBy }]),
  )
  const laterRuns = new Map(
    later.flatMap((run) =>
      letters
        .filter(({ runId }) => runId === run.id)
        .map(({ subject, state }) => [subject, { number: run.number, state }] as const),
    ),
  )
  return rows.map((row) => ({
    ...row,
    next: next.get(row.pseudonym) ?? null,
    laterRun: laterRuns.get(row.pseudonym) ?? null,
  }))
}
