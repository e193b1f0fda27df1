import type { Context } from "../../core/context.ts"
import type { Parameter, Row } from "../../core/engine.ts"
import { literal } from "../../core/sql.ts"
import { grades } from "../../evidence/schemas.ts"
import { cursorAt, type ListOrder, paged, type SortKey } from "./keyset.ts"
import { peopleFor, query, rowsOf } from "./relations.ts"
import type { Result } from "./result.ts"
import { type PersonRow, personColumns, personOf } from "./rows.ts"
import { type Group, groups, type PeopleQuery, type PeopleSort, type Relation, type Side } from "./schemas.ts"

export interface PeoplePage {
  rows: PersonRow[]
  /** For the query of the next page; null on the last one. */
  nextCursor: string | null
  /** Accounts that the filters ask for. */
  total: number
  /** Accounts by group that the filters ask for, that of groups left aside. */
  byGroup: Record<Group, number>
}

const gradeKey = (column: string): SortKey => ({
  sql: rank(column, grades),
  type: "BIGINT",
  isNullable: true,
})
const countKey = (column: string): SortKey => ({ sql: column, type: "BIGINT", isNullable: false })
const instantKey = (column: string): SortKey => ({
  sql: `epoch_us(${column})`,
  type: "BIGINT",
  isNullable: true,
})

const sortKeys: Record<PeopleSort, SortKey> = {
  group: { sql: rank('"group"', groups.toReversed()), type: "BIGINT", isNullable: false },
  pseudonym: { sql: "pseudonym", type: "VARCHAR", isNullable: false, isUnique: true },
  owner_grade: gradeKey("owner_grade"),
  viewer_grade: gradeKey("viewer_grade"),
  owner_grade_upper: gradeKey("owner_grade_upper"),
  viewer_grade_upper: gradeKey("viewer_grade_upper"),
  owner_exposures: countKey("owner_exposures"),
  viewer_exposures: countKey("viewer_exposures"),
  viewers: countKey("viewers"),
  owners: countKey("owners"),
  devices: countKey("devices"),
  first_at: instantKey("first_at"),
  last_at: instantKey("last_at"),
}

/** SQL: which of these words a column holds, 1 for the first of them. */
export function rank(column: string, words: readonly string[]): string {
  const cases = words.map((word, index) => `WHEN ${literal(word)} THEN ${index + 1}`)
  return `CASE ${column} ${cases.join(" ")} END`
}

/**
 * A page of the accounts that are not unaffected, with totals.
 * @throws AppError invalid when the cursor is none of this order
 */
export async function listPeople(
  ctx: Pick<Context, "actor" | "results">,
  result: Result,
  asked: PeopleQuery,
): Promise<PeoplePage> {
  const { matches, parameters } = filterPeople(result, asked)
  const people = peopleFor(ctx, result)
  // Asked for before anything is under way: a refusal then leaves nothing behind that nobody waits for.
  const reader = ctx.results("people.view")
  const [page, counted] = await Promise.all([
    peoplePage(ctx, result, asked),
    reader.rows<{ group: Group; accounts: number }>(query("people-totals", { people, matches }), parameters),
  ])
  const byGroup = Object.fromEntries(groups.map((group) => [group, 0])) as Record<Group, number>
  for (const { group, accounts } of counted) byGroup[group] = accounts
  return {
    rows: page.found.map(personOf),
    nextCursor: page.nextCursor,
    total: totalOf(byGroup, asked.group),
    byGroup,
  }
}

/** The rows of a page as the engine has them. */
export async function peoplePage(
  ctx: Pick<Context, "actor" | "results">,
  result: Result,
  asked: PeopleQuery,
): Promise<{ found: Row[]; nextCursor: string | null }> {
  const { sort, direction, group, limit } = asked
  const order: ListOrder = { sort, direction, key: sortKeys[sort], ties: ["pseudonym"] }
  const page = paged(order, asked.cursor)
  const { matches, parameters } = filterPeople(result, asked)
  const inGroups = group.length === 0 ? "true" : `"group" IN (${group.map(literal).join(", ")})`
  const found = await ctx.results("people.view").rows(
    query("people-page", {
      people: peopleFor(ctx, result),
      columns: `${personColumns}, ${page.columns}`,
      matches: `${matches} AND ${inGroups}`,
      after: page.after,
      order: page.orderBy,
    }),
    { ...parameters, ...page.parameters, rows_max: limit + 1 },
  )
  return { found: found.slice(0, limit), nextCursor: nextCursor(order, found, limit) }
}

/** The cursor behind a page, if a row more than the page holds was found. */
export function nextCursor(order: ListOrder, found: readonly Row[], limit: number): string | null {
  const last = found.length > limit ? found[limit - 1] : undefined
  return last === undefined ? null : cursorAt(order, last)
}

/** How many of what was counted by word the words asked for make; none asks for all. */
export function totalOf<Word extends string>(counts: Record<Word, number>, words: readonly Word[]): number {
  const asked = words.length === 0 ? (Object.keys(counts) as Word[]) : words
  return asked.reduce((sum, word) => sum + counts[word], 0)
}

/** SQL conditions for what the filters ask for, but for groups. */
function filterPeople(result: Result, { side, gradeMin, relation, search, reachable }: PeopleQuery) {
  const parameters: Record<string, Parameter> = {}
  const conditions = ["true"]
  const asked: Side[] = side === null ? ["owner", "viewer"] : [side]
  const graded = atLeast(gradeMin)
  if (relation.length > 0) conditions.push(hasExposure(result, asked, relation, graded))
  else if (side !== null || gradeMin !== null)
    conditions.push(`(${asked.map((one) => `${one}_grade IN (${graded})`).join(" OR ")})`)
  if (reachable !== null) conditions.push(reachable === "yes" ? "reachable" : "NOT reachable")
  if (search !== "") {
    conditions.push("starts_with(pseudonym, upper($search))")
    parameters.search = search
  }
  return { matches: conditions.join(" AND "), parameters }
}

/** SQL: the grades from one on, as a list of literals. */
export function atLeast(gradeMin: (typeof grades)[number] | null): string {
  return grades
    .slice(gradeMin === null ? 0 : grades.indexOf(gradeMin))
    .map(literal)
    .join(", ")
}

function hasExposure(
  result: Result,
  asked: readonly Side[],
  relation: readonly Relation[],
  graded: string,
): string {
  const people = asked.map(
    (side) => `SELECT ${side} FROM ${rowsOf(result, "exposures-view.parquet")}
      WHERE in_scope AND ${side} IS NOT NULL AND grade IN (${graded}) AND relation IN (${relation.map(literal).join(", ")})`,
  )
  return `pseudonym IN (${people.join(" UNION ALL ")})`
}
