import type { Tx } from "../../core/context.ts"
import { reopen } from "../close-chunks.ts"
import { moveItems } from "../move-items.ts"
import { type ItemState, mayMove, statesBefore, toldBy } from "../rules.ts"
import type { ResultRow } from "./result-rows.ts"

export interface ResultsProblem {
  line: number
  kind: "malformed" | "stranger" | "contradicts"
  text: string
}

/** How many rows of a file did what. */
export interface ResultCounts {
  applied: number
  /** They say what is known already. */
  known: number
  strangers: number
  malformed: number
  contradicting: number
}

export interface Batch {
  counts: ResultCounts
  problems: ResultsProblem[]
  /** What an item is called. */
  word: string
}

/** By whom something was told, in the reason that an item has. */
export const A_RESULTS_FILE = "a results file"

interface ItemOf {
  token: string
  state: ItemState
  chunk: number
}

/** Takes rows of which no two are about the same item, and notes what came of each. */
export async function takeWave(
  tx: Tx,
  runId: string,
  rows: readonly ResultRow[],
  batch: Batch,
  now: Date,
): Promise<void> {
  const items = await itemsOf(
    tx,
    runId,
    rows.map(({ token }) => token),
  )
  const states = new Map(items.map(({ token, state }) => [token, state]))
  const moves = rows.filter(({ token, state }) => canMove(states.get(token), state))
  const moved = await moveItems(
    tx,
    runId,
    moves.map(({ token, state, status }) => ({
      token,
      from: statesBefore(state),
      to: state,
      reason: toldBy(status, A_RESULTS_FILE),
    })),
  )
  const hasMoved = new Map(moved.map(({ token, from }) => [token, from]))
  const firstSaid = moves.filter(({ token }) => ["sending", "unknown"].includes(hasMoved.get(token) ?? ""))
  await noteInstants(tx, runId, firstSaid, now)
  await closeChunks(tx, runId, items)
  batch.counts.applied += moved.length
  // Somebody else has moved these meanwhile.
  const overtaken = moves.flatMap(({ token }) => (hasMoved.has(token) ? [] : token))
  for (const { token, state } of await itemsOf(tx, runId, overtaken)) states.set(token, state)
  for (const row of rows) if (!hasMoved.has(row.token)) noteLeft(row, states.get(row.token), batch)
}

async function itemsOf(tx: Tx, runId: string, tokens: readonly string[]): Promise<ItemOf[]> {
  if (tokens.length === 0) return []
  return await tx.$queryRaw<ItemOf[]>`
    SELECT token, state, chunk FROM run_item
    WHERE run_id = ${runId}::uuid AND token = ANY(${[...tokens]}::text[])`
}

/** Why a row moved nothing: what it is about stood like this, or is not there. */
export function noteLeft(
  { line, token, state }: ResultRow,
  stood: ItemState | undefined,
  { counts, problems, word }: Batch,
): void {
  if (stood === state) counts.known++
  else if (stood === undefined) {
    counts.strangers++
    problems.push({ line, kind: "stranger", text: `No ${word} of this run has the token ${token}` })
  } else {
    counts.contradicting++
    problems.push({
      line,
      kind: "contradicts",
      text: `The ${word} ${token} is ${stood} and cannot be ${state}`,
    })
  }
}

function canMove(from: ItemState | undefined, to: ItemState): boolean {
  return from !== undefined && mayMove(from, to)
}

/** When it was sent is when the other system says so, within the run's own time. */
async function noteInstants(tx: Tx, runId: string, rows: readonly ResultRow[], now: Date): Promise<void> {
  const timed = rows.flatMap(({ token, at, state }) =>
    at && at <= now && state !== "rejected" ? { token, at } : [],
  )
  if (timed.length === 0) return
  await tx.$executeRaw`
    UPDATE run_item i SET sent_at = t.at FROM planned_run r, jsonb_to_recordset(${JSON.stringify(timed)}::jsonb) AS t (token text, at timestamptz)
    WHERE r.id = ${runId}::uuid AND i.run_id = r.id AND i.token = t.token AND i.sent_at IS NOT NULL AND t.at >= r.started_at`
}

/** Chunks that were handed out and have all come back are done. */
async function closeChunks(tx: Tx, runId: string, items: readonly { chunk: number }[]): Promise<void> {
  const numbers = [...new Set(items.map(({ chunk }) => chunk))]
  const back = await tx.$queryRaw<{ number: number }[]>`
    SELECT number FROM run_chunk WHERE run_id = ${runId}::uuid AND number = ANY(${numbers}::int[])
      AND state = 'handed_out' AND sending = 0 ORDER BY number FOR UPDATE`
  await reopen(
    tx,
    runId,
    back.map(({ number }) => number),
  )
}

export function noCounts(): ResultCounts {
  return { applied: 0, known: 0, strangers: 0, malformed: 0, contradicting: 0 }
}
