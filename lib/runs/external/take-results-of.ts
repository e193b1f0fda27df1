import { createHash } from "node:crypto"
import type { PlannedRun } from "../../../prisma/generated/client.ts"
import { demand } from "../../access/rules.ts"
import type { Context, Tx } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import type { Beside, ExternalKind } from "./external-kind.ts"
import { readResults } from "./read-results.ts"
import type { ResultLine, ResultRow } from "./result-rows.ts"
import {
  type Batch,
  noCounts,
  noteLeft,
  type ResultCounts,
  type ResultsProblem,
  takeWave,
} from "./take-wave.ts"

/** A file that can be read more than once. */
export interface ResultsFile {
  /** Ends in .csv or .ndjson. */
  name: string
  open(): AsyncIterable<Uint8Array>
}

export interface ResultsTaken extends ResultCounts {
  /** SHA-256 of the file, in hexadecimal. */
  digest: string
  rows: number
  /** The first thousand. */
  problems: ResultsProblem[]
}

const ROWS_AT_ONCE = 5_000
const PROBLEMS_MAX = 1_000

/**
 * Takes what somebody else says became of a run's items: NDJSON or CSV with token, state, at and status. Rows about items
 * that are not of the run are refused and named, as are those that cannot be read or that contradict what is known; all
 * others count, once. It is taken in batches, each with its entry: what was taken stays, and a file that is taken again
 * changes nothing. Refuses a run that has not begun, and a file that its kind refuses as a whole.
 */
export async function takeResultsOf(
  ctx: Context,
  kind: ExternalKind,
  runId: string,
  file: ResultsFile,
  onProblem: (problem: ResultsProblem) => void = () => {},
): Promise<ResultsTaken> {
  demand(ctx.actor, kind.acts.takeResults)
  const run = await kind.getRun(ctx, runId)
  if (run.startedAt === null) throw new AppError("precondition", "This run has not begun")
  await kind.results.demandTakable?.(ctx, run, batches(kind, file))
  const beside = (await kind.results.beside?.(ctx, run)) ?? null
  const digest = await digestOf(file)
  const taken: ResultsTaken = { digest, rows: 0, ...noCounts(), problems: [] }
  const tell = (problem: ResultsProblem) => {
    if (taken.problems.length < PROBLEMS_MAX) taken.problems.push(problem)
    onProblem(problem)
  }
  for await (const rows of batches(kind, file)) {
    const { counts, problems } = await takeBatch(ctx, kind, { run, digest, beside }, rows)
    taken.rows += rows.length
    for (const name of Object.keys(counts) as (keyof ResultCounts)[]) taken[name] += counts[name]
    for (const problem of problems) tell(problem)
  }
  return taken
}

async function* batches({ results }: ExternalKind, file: ResultsFile): AsyncGenerator<ResultLine[]> {
  let batch: ResultLine[] = []
  for await (const rows of readResults(file, results)) {
    for (const row of rows) {
      batch.push(row)
      if (batch.length < ROWS_AT_ONCE) continue
      yield batch
      batch = []
    }
  }
  if (batch.length > 0) yield batch
}

interface Taking {
  run: PlannedRun
  digest: string
  beside: Beside | null
}

async function takeBatch(
  ctx: Context,
  kind: ExternalKind,
  { run: { id: runId, incidentId, number }, digest, beside }: Taking,
  lines: readonly ResultLine[],
): Promise<Batch> {
  const between = { from: lines[0]?.line ?? 0, to: lines.at(-1)?.line ?? 0 }
  const about = ({ counts }: Batch) =>
    counts.applied > 0 || counts.strangers > 0
      ? { incidentId, details: { run: number, file: digest, lines: between, ...counts } }
      : null
  return await ctx.mutate(kind.acts.takeResults, about, async (tx) => {
    const batch: Batch = { counts: noCounts(), problems: [], word: kind.words.one }
    await holdChunksOf(tx, runId, lines)
    for (const wave of waves(lines, batch)) {
      const items = beside ? await takeBeside(tx, beside, wave, batch, ctx.now()) : wave
      await takeWave(tx, runId, items, batch, ctx.now())
    }
    batch.problems.sort((one, other) => one.line - other.line)
    return batch
  })
}

/** What is no item of the ledger is taken apart; gives all other rows. */
async function takeBeside(
  tx: Tx,
  { tokens, take }: Beside,
  rows: readonly ResultRow[],
  batch: Batch,
  now: Date,
): Promise<ResultRow[]> {
  for (const row of rows.filter(({ token }) => tokens.has(token))) {
    const { stood, stands } = await take(tx, row, now)
    if (stood !== stands) batch.counts.applied++
    else noteLeft(row, stood, batch)
  }
  return rows.filter(({ token }) => !tokens.has(token))
}

/** All chunks of a batch, in the order in which everybody takes them: a file has its rows in any order. */
async function holdChunksOf(tx: Tx, runId: string, lines: readonly ResultLine[]): Promise<void> {
  const tokens = lines.flatMap((row) => ("fault" in row ? [] : row.token))
  const chunks = await tx.runItem.findMany({
    where: { runId, token: { in: tokens } },
    select: { chunk: true },
    distinct: ["chunk"],
  })
  const numbers = chunks.map(({ chunk }) => chunk)
  await tx.$queryRaw`
    SELECT count(*) FROM (SELECT 1 FROM run_chunk WHERE run_id = ${runId}::uuid AND number = ANY(${numbers}::int[])
      ORDER BY number FOR UPDATE) held`
}

/** Rows in their order, so that of each item one is taken at a time; what cannot be read is named. */
function waves(lines: readonly ResultLine[], batch: Batch): ResultRow[][] {
  const all: ResultRow[][] = []
  const nth = new Map<string, number>()
  for (const row of lines) {
    if ("fault" in row) {
      batch.counts.malformed++
      batch.problems.push({ line: row.line, kind: "malformed", text: `The line ${row.fault}` })
      continue
    }
    const wave = nth.get(row.token) ?? 0
    nth.set(row.token, wave + 1)
    all[wave] ??= []
    all[wave].push(row)
  }
  return all
}

async function digestOf(file: ResultsFile): Promise<string> {
  const hash = createHash("sha256")
  for await (const piece of file.open()) hash.update(piece)
  return hash.digest("hex")
}
