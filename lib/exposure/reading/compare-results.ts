import type { Context } from "../../core/context.ts"
import { invariant } from "../../core/errors.ts"
import type { InputDifference, SourceReading } from "./input-differences.ts"
import { movesBetween, type Read } from "./moves.ts"
import { rowsOf } from "./relations.ts"
import type { Result } from "./result.ts"
import { type Cause, causes, type Standing, standings } from "./schemas.ts"

export interface Comparison {
  /** Accounts by where they stood before and where they stand now; who stayed stands on the diagonal. */
  matrix: Record<Standing, Record<Standing, number>>
  /** Accounts that moved. */
  moved: number
  /** Of these, by the cause that explains each: they add up to those that moved. */
  byCause: Record<Cause, number>
  /** In what the inputs of the two results differ. */
  differences: InputDifference[]
}

interface Counted {
  from_group: Standing
  to_group: Standing
  cause: Cause
  accounts: number
}

/** Who moved from group to group between two results, why, and in what their inputs differ. */
export async function compareResults(
  ctx: Pick<Context, "results">,
  before: Result,
  after: Result,
): Promise<Comparison> {
  const moves = movesBetween(await withReadings(ctx, before), await withReadings(ctx, after))
  // Counts alone leave here: nobody is named in them.
  const counted = await ctx
    .results("incident.view")
    .rows<Counted & Record<string, never>>(
      `SELECT from_group, to_group, cause, count(*)::DOUBLE AS accounts FROM (${moves.relation}) GROUP BY ALL`,
      moves.parameters,
    )
  const matrix = Object.fromEntries(standings.map((one) => [one, rowOfZeros()])) as Comparison["matrix"]
  const byCause = Object.fromEntries(causes.map((cause) => [cause, 0])) as Record<Cause, number>
  for (const { from_group, to_group, cause, accounts } of counted) {
    matrix[from_group][to_group] += accounts
    byCause[cause] += accounts
  }
  const moved = counted.reduce((sum, { accounts }) => sum + accounts, 0)
  for (const one of standings) matrix[one][one] = stayed(matrix, one, before, after)
  return { matrix, moved, byCause, differences: moves.differences }
}

/** A result with how its sources were read. */
export async function withReadings({ results }: Pick<Context, "results">, result: Result): Promise<Read> {
  const readings = await results("incident.view").rows(`SELECT * FROM ${rowsOf(result, "sources.parquet")}`)
  return { ...result, readings: readings as unknown as SourceReading[] }
}

function rowOfZeros(): Record<Standing, number> {
  return Object.fromEntries(standings.map((one) => [one, 0])) as Record<Standing, number>
}

/**
 * Accounts that stand where they stood. Of those in no group only the totals are known: accounts that one of the two
 * tables lacks are in the other's number.
 */
function stayed(matrix: Comparison["matrix"], one: Standing, before: Result, after: Result): number {
  const others = standings.filter((other) => other !== one)
  const left = others.reduce((sum, to) => sum + matrix[one][to], 0)
  const came = others.reduce((sum, from) => sum + matrix[from][one], 0)
  const was = (before.summary.accounts.groups[one] ?? 0) - left
  const is = (after.summary.accounts.groups[one] ?? 0) - came
  invariant(
    one === "unaffected" || was === is,
    `${was} accounts stayed in ${one} by the one result, ${is} by the other`,
  )
  return Math.max(0, Math.min(was, is))
}
