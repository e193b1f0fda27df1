import type { Context } from "../../core/context.ts"
import type { Parameter, Row } from "../../core/engine.ts"
import { literal } from "../../core/sql.ts"
import { withReadings } from "./compare-results.ts"
import { movesBetween } from "./moves.ts"
import type { Result } from "./result.ts"
import { textOf } from "./rows.ts"
import type { Cause, Grade, MovedQuery, Standing } from "./schemas.ts"

/** What an account was in one of two results. */
export interface Stood {
  group: Standing
  ownerGrade: Grade | null
  viewerGrade: Grade | null
  ownerGradeUpper: Grade | null
  viewerGradeUpper: Grade | null
}

export interface MovedRow {
  pseudonym: string
  from: Stood
  to: Stood
  cause: Cause
}

export interface MovedPage {
  rows: MovedRow[]
  nextCursor: string | null
}

/** A page of the accounts that stand in another group than before, by pseudonym, each with the one cause that explains it. */
export async function listMoved(
  ctx: Pick<Context, "results">,
  before: Result,
  after: Result,
  { from, to, cause, cursor, limit }: MovedQuery,
): Promise<MovedPage> {
  const only = ["true"]
  const parameters: Record<string, Parameter> = { rows_max: limit + 1 }
  if (from !== null) only.push(`from_group = ${literal(from)}`)
  if (to !== null) only.push(`to_group = ${literal(to)}`)
  if (cursor !== "") {
    only.push("pseudonym > $cursor")
    parameters.cursor = cursor
  }
  // Without a cause to ask for, the causes of those alone who stand on the page are looked for.
  const first = cause === null ? "ORDER BY pseudonym LIMIT $rows_max" : ""
  const read = [await withReadings(ctx, before), await withReadings(ctx, after)] as const
  const moves = movesBetween(...read, only.join(" AND "), first)
  const ofCause = cause === null ? "true" : `cause = ${literal(cause)}`
  const rows = await ctx
    .results("people.view")
    .rows(`SELECT * FROM (${moves.relation}) WHERE ${ofCause} ORDER BY pseudonym LIMIT $rows_max`, {
      ...moves.parameters,
      ...parameters,
    })
  const page = rows.slice(0, limit).map(movedOf)
  return { rows: page, nextCursor: rows.length > limit ? (page.at(-1)?.pseudonym ?? null) : null }
}

function movedOf(row: Row): MovedRow {
  return {
    pseudonym: String(row.pseudonym),
    from: stoodOf(row, "from"),
    to: stoodOf(row, "to"),
    cause: String(row.cause) as Cause,
  }
}

function stoodOf(row: Row, when: "from" | "to"): Stood {
  const grade = (name: string) => textOf(row[`${when}_${name}`]) as Grade | null
  return {
    group: String(row[`${when}_group`]) as Standing,
    ownerGrade: grade("owner_grade"),
    viewerGrade: grade("viewer_grade"),
    ownerGradeUpper: grade("owner_grade_upper"),
    viewerGradeUpper: grade("viewer_grade_upper"),
  }
}
