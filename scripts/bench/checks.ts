import type { Check, ClassifyBench } from "./measured.ts"

/** What must hold of any two ways to count the same log; where it does not, the times mean nothing. */
export function checksOf(measured: Omit<ClassifyBench, "checks">): Check[] {
  const { rows, ndjsonRows, pairs, textPairs, bareOwners, postgres } = measured
  const summaries = pairs.map(({ classify }) => classify.summary)
  const first = summaries[0]
  if (!first) return []
  const { read, ...dispositions } = first.rows
  const sum = (counts: Record<string, number>) => Object.values(counts).reduce((total, one) => total + one, 0)
  const checks: Check[] = [
    { name: `classify read ${rows} rows`, isHeld: read === rows },
    { name: "every row has one disposition", isHeld: sum(dispositions) === read },
    { name: "each run has the same digest", isHeld: areEqual(summaries.map(({ digest }) => digest)) },
    {
      name: "the bare statement counts the same owners each time",
      isHeld: areEqual(pairs.map(({ bare }) => JSON.stringify([...bare.rows].sort()))),
    },
    {
      // It knows no members and no malformed or repeated rows, so it counts more, but no more than could be.
      name: "the bare statement finds all owners that classify finds, and no more than were read by others",
      isHeld:
        first.owners.total <= sum(bareOwners) &&
        sum(bareOwners) <= first.owners.total + 0.22 * rows &&
        first.owners.total > 0,
    },
  ]
  const texts = textPairs.map(({ classify }) => classify.summary)
  if (texts[0]) {
    checks.push({
      name: `classify and the engine read ${ndjsonRows} lines`,
      isHeld:
        texts.every((text) => text.rows.read === ndjsonRows) &&
        textPairs.every(({ lines, typed }) =>
          [lines, typed].every((run) => Number(run.rows[0]?.[0]) === ndjsonRows),
        ),
    })
    const same = ndjsonRows === rows ? [first.digest] : []
    checks.push({
      name:
        same.length > 0 ? "text and Parquet have the same digest" : "each run on text has the same digest",
      isHeld: areEqual([...same, ...texts.map(({ digest }) => digest)]),
    })
  }
  if (postgres)
    checks.push({
      name: "PostgreSQL and DuckDB count the same owners",
      isHeld: JSON.stringify(postgres.owners) === JSON.stringify(bareOwners),
    })
  return checks
}

function areEqual(values: readonly string[]): boolean {
  return new Set(values).size <= 1
}
