import { fileURLToPath } from "node:url"
import type { PlannedRun, PrismaClient } from "../../../prisma/generated/client.ts"
import type { SystemContext } from "../../core/context.ts"
import { createChunks } from "../../runs/create-chunks.ts"
import { itemStates } from "../../runs/rules.ts"
import { runCounts } from "../../runs/run-counts.ts"
import { startRun } from "../../runs/start-run.ts"
import { type Running, startTocsin } from "../run-tocsin.ts"
import { type ToySettings, toyItem } from "./toy-user.ts"

const root = fileURLToPath(new URL("../../../", import.meta.url))

export interface ToyRun {
  rows: number
  settings: ToySettings
  pace?: PlannedRun["pace"]
  parts?: readonly { part: string; rows: number }[]
}

/** A run that is planned, in an incident of its own. */
export async function plannedToyRun(
  database: PrismaClient,
  system: SystemContext,
  { rows, settings, pace = { perSecond: 10_000 }, parts = [{ part: "all", rows }] }: ToyRun,
): Promise<PlannedRun> {
  const incident = await database.incident.create({
    data: { title: "A toy", severity: "low", awareAt: new Date(), declaredBy: "system" },
  })
  const run = await database.plannedRun.create({
    data: {
      incidentId: incident.id,
      kind: "notices",
      number: 1,
      state: "planned",
      settings: { ...settings },
      pace: pace ?? {},
      requestedBy: "system",
      listRows: rows,
    },
  })
  let fromRow = 0
  const stretches = parts.map(({ part, rows: count }) => {
    const stretch = { part, fromRow, toRow: fromRow + count }
    fromRow += count
    return { ...stretch, skips: skipsOf(run, stretch) }
  })
  await system.ledger((tx) => createChunks(tx, run.id, stretches))
  return run
}

/** The same under way. */
export async function startedToyRun(...given: Parameters<typeof plannedToyRun>): Promise<PlannedRun> {
  const run = await plannedToyRun(...given)
  await given[1].ledger((tx) => startRun(tx, run.id, null, new Date()))
  return run
}

function skipsOf(run: PlannedRun, { fromRow, toRow }: { fromRow: number; toRow: number }) {
  return Array.from({ length: Math.ceil((toRow - fromRow) / 500) }, (_, nth) => {
    const from = fromRow + nth * 500
    const rows = Array.from({ length: Math.min(500, toRow - from) }, (_, at) => from + at)
    return { suppressed: rows.filter((row) => toyItem(run, row).state === "suppressed").length }
  })
}

/** A worker of toy runs in a process of its own. */
export function startToyWorker(url: string, dataFolder: string): Running {
  return startTocsin(["--import", "tsx", "lib/testing/runs/toy-worker.ts"], {
    program: process.execPath,
    cwd: root,
    env: { DATABASE_URL: url, TOCSIN_DATA: dataFolder },
  })
}

/** What the counters of a run say, and what its rows do; rows that are not in the ledger yet are queued or cancelled. */
export async function bothCounts(database: PrismaClient, run: PlannedRun) {
  const { states } = await runCounts(database, run.id)
  const groups = await database.runItem.groupBy({
    by: ["state"],
    where: { runId: run.id },
    _count: { _all: true },
  })
  const counted = Object.fromEntries(itemStates.map((state) => [state, 0]))
  for (const { state, _count } of groups) counted[state] = _count._all
  return { states, counted }
}
