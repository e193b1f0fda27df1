import type { Context } from "../../core/context.ts"
import type { Parameter, Row } from "../../core/engine.ts"
import { literal } from "../../core/sql.ts"
import { grades, relations } from "../../evidence/schemas.ts"
import { type ListOrder, paged, type SortKey } from "./keyset.ts"
import { atLeast, nextCursor, rank, totalOf } from "./list-people.ts"
import { query, rowsOf } from "./relations.ts"
import type { Result } from "./result.ts"
import { type ExposureRow, exposureOf } from "./rows.ts"
import { type ExposureSort, type ExposuresQuery, type Relation, type Side, sides } from "./schemas.ts"

export interface ExposuresPage {
  rows: ExposureRow[]
  nextCursor: string | null
  /** Exposures that the filters ask for. */
  total: number
  /** Exposures by relation that the filters ask for, that of relations left aside. */
  byRelation: Record<Relation, number>
}

const text = (sql: string, isNullable = false): SortKey => ({ sql, type: "VARCHAR", isNullable })
const whole = (sql: string, isNullable = false): SortKey => ({ sql, type: "BIGINT", isNullable })

const sortKeys: Record<ExposureSort, SortKey> = {
  owner: text("owner"),
  viewer: text("viewer", true),
  device_id: text("device_id"),
  media_id: text("media_id", true),
  recorded_at: whole("epoch_us(recorded_at)", true),
  grade: whole(rank("grade", grades)),
  relation: whole(rank("relation", relations)),
  events: whole("events"),
  first_at: whole("epoch_us(first_at)"),
  last_at: whole("epoch_us(last_at)"),
}

/** What no two exposures share; absent text and empty text are the same, so that absent comes first. */
const ties = ["owner", "coalesce(viewer, '')", "device_id", "coalesce(media_id, '')"]

/**
 * A page of the exposures of a result, with totals.
 * @throws AppError invalid when the cursor is none of this order
 */
export async function listExposures(
  ctx: Pick<Context, "results">,
  result: Result,
  asked: ExposuresQuery,
): Promise<ExposuresPage> {
  const [page, byRelation] = await Promise.all([
    exposuresPage(ctx, result, asked),
    countExposures(ctx, result, asked),
  ])
  return {
    rows: page.found.map(exposureOf),
    nextCursor: page.nextCursor,
    total: totalOf(byRelation, asked.relation),
    byRelation,
  }
}

/** Exposures by relation that the filters ask for, that of relations left aside. */
export async function countExposures(
  { results }: Pick<Context, "results">,
  result: Result,
  asked: ExposuresQuery,
): Promise<Record<Relation, number>> {
  const { matches, parameters } = filterExposures(asked)
  const exposures = rowsOf(result, "exposures-view.parquet")
  const counted = await results("exposures.view").rows<{ relation: Relation; exposures: number }>(
    query("exposures-totals", { exposures, matches }),
    parameters,
  )
  const byRelation = Object.fromEntries(relations.map((one) => [one, 0])) as Record<Relation, number>
  for (const one of counted) byRelation[one.relation] = one.exposures
  return byRelation
}

/** The rows of a page as the engine has them, with other columns of the file where they are wanted. */
export async function exposuresPage(
  { results }: Pick<Context, "results">,
  result: Result,
  asked: ExposuresQuery,
  others: readonly string[] = [],
): Promise<{ found: Row[]; nextCursor: string | null }> {
  const { sort, direction, limit } = asked
  const order: ListOrder = { sort, direction, key: sortKeys[sort], ties }
  const page = paged(order, asked.cursor)
  const { matches, parameters } = filterExposures(asked)
  const inRelations =
    asked.relation.length === 0 ? "true" : `relation IN (${asked.relation.map(literal).join(", ")})`
  const found = await results("exposures.view").rows(
    query("exposures-page", {
      exposures: rowsOf(result, "exposures-view.parquet"),
      columns: [page.columns, ...others].join(", "),
      matches: `${matches} AND ${inRelations}`,
      after: page.after,
      order: page.orderBy,
    }),
    { ...parameters, ...page.parameters, rows_max: limit + 1 },
  )
  return { found: found.slice(0, limit), nextCursor: nextCursor(order, found, limit) }
}

/** SQL conditions for what the filters ask for, but for relations. */
function filterExposures({ side, person, device, gradeMin, scope, search }: ExposuresQuery) {
  const parameters: Record<string, Parameter> = {}
  const conditions = ["true"]
  const onSide = (condition: (one: Side) => string) => {
    conditions.push(`(${(side === null ? sides : [side]).map(condition).join(" OR ")})`)
  }
  if (person !== "") {
    onSide((one) => `${one} = upper($person)`)
    parameters.person = person
  }
  if (search !== "") {
    onSide((one) => `starts_with(${one}, upper($search))`)
    parameters.search = search
  }
  if (device !== "") {
    conditions.push("device_id = $device")
    parameters.device = device
  }
  if (gradeMin !== null) conditions.push(`grade IN (${atLeast(gradeMin)})`)
  if (scope !== null) conditions.push(scope === "in" ? "in_scope" : "NOT in_scope")
  return { matches: conditions.join(" AND "), parameters }
}
