import type { Engine } from "../../core/engine.ts"
import { invariant } from "../../core/errors.ts"
import {
  type Jurisdiction,
  jurisdictions,
  type LetterLocale,
  letterGroups,
  letterLocales,
  type Part,
  readVariantKey,
} from "../../core/letters.ts"
import { parquetScan } from "../../core/sql.ts"
import { type Skip, skips } from "../settings.ts"
import { audienceQuery as query } from "./audience-query.ts"
import type { DecidedPart } from "./decide-parts.ts"
import { listFaults } from "./list-faults.ts"
import { newestAccounts } from "./make-list.ts"
import type { NoticePlan, PlanCell, PlannedPart } from "./plan-shape.ts"
import type { PlanSources } from "./plan-sources.ts"

type PartCounts = { part: Part; from_row: number; to_row: number; people: number; letters: number } & {
  closed: number
  closed_letters: number
} & Record<Skip, number>

/** What a list that was just made holds, in numbers. */
export async function countList(
  engine: Engine,
  file: string,
  { result, earlier, holds }: PlanSources,
  decided: ReadonlyMap<Part, DecidedPart>,
): Promise<NoticePlan> {
  const list = parquetScan([file])
  const counts = await engine.rows<PartCounts>(query("list-parts", { list }))
  const parts = counts.map((one) => partOf(one, decided))
  await checkList(engine, list, parts)
  const variants = await engine.rows<{ variant: string; part: Part; letters: number }>(
    query("list-variants", { list }),
  )
  const [shared] = await engine.rows<{ people: number }>(query("list-sharing", { list }))
  const skipped = Object.fromEntries(skips.map((skip) => [skip, sumOf(counts, skip)])) as Record<Skip, number>
  return {
    revision: result.revision.number,
    revisionId: result.revision.id,
    resultDigest: result.summary.digest,
    matrix: await matrixOf(engine, result),
    parts,
    people: sumOf(counts, "people"),
    letters: sumOf(counts, "letters"),
    skipped,
    closed: { people: sumOf(counts, "closed"), letters: sumOf(counts, "closed_letters") },
    sharing: shared?.people ?? 0,
    variants,
    readerFaults: await listFaults(engine, list),
    locales: byKey<LetterLocale>(letterLocales, variants, (key) => readVariantKey(key).locale),
    jurisdictions: byKey<Jurisdiction>(jurisdictions, variants, (key) => readVariantKey(key).jurisdiction),
    toldBy: earlier.map(({ id, number, state }) => ({ runId: id, number, state })),
    holds: holds.map(({ id }) => id),
    heldPlaces: [...new Set(holds.flatMap(({ place }) => place ?? []))],
  }
}

async function matrixOf(engine: Engine, result: PlanSources["result"]): Promise<PlanCell[]> {
  const rows = await engine.rows<{
    told_group: PlanCell["told"]
    now_group: PlanCell["now"]
    part: Part | null
    people: number
    gone: number
  }>(query("matrix", { accounts: newestAccounts({ result }) }))
  const severity = (group: PlanCell["told"]) => (group === null ? -1 : letterGroups.indexOf(group))
  return rows
    .filter(({ people }) => people > 0)
    .map(({ told_group, now_group, part, people, gone }) => ({
      told: told_group,
      now: now_group,
      people,
      gone,
      part,
    }))
    .sort((a, b) => severity(a.told) - severity(b.told) || severity(a.now) - severity(b.now))
}

function partOf(counts: PartCounts, decided: ReadonlyMap<Part, DecidedPart>): PlannedPart {
  const { part, from_row: fromRow, to_row: toRow, people, letters, closed } = counts
  const decision = decided.get(part)
  invariant(decision, `nobody has decided about ${part}`)
  const { isTold, why, basis, notToldReason } = decision
  const skipped = Object.fromEntries(skips.map((skip) => [skip, counts[skip]])) as Record<Skip, number>
  return { part, fromRow, toRow, people, letters, skipped, closed, isTold, why, basis, notToldReason }
}

/** A list in another order than that of its rows would send letters to others than were planned. */
async function checkList(engine: Engine, list: string, parts: readonly PlannedPart[]): Promise<void> {
  const [found] = await engine.rows<{ people: number; doubles: number; rows: number }>(
    query("list-doubles", { list }),
  )
  invariant(found && found.people === found.rows, "the rows of the list are numbered without gaps")
  invariant(found.doubles === 0, `${found.doubles} people are on the list twice, or share a pseudonym`)
  let row = 0
  for (const { part, fromRow, toRow, people } of parts) {
    invariant(fromRow === row && toRow - fromRow === people, `the rows of ${part} lie together`)
    row = toRow
  }
}

function sumOf<K extends string>(rows: readonly Record<K, number>[], name: K): number {
  return rows.reduce((sum, row) => sum + row[name], 0)
}

function byKey<K extends string>(
  keys: readonly K[],
  variants: readonly { variant: string; letters: number }[],
  keyOf: (variant: string) => K,
): Record<K, number> {
  const counts = Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>
  for (const { variant, letters } of variants) counts[keyOf(variant)] += letters
  return counts
}
