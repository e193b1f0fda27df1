import { type TableName, tableNames } from "../tables.ts"
import { findRoles, isLog } from "./find-roles.ts"
import { type Look, namesOf } from "./look.ts"
import { readLines } from "./read-lines.ts"
import type { FileTable } from "./schemas.ts"
import { isAmong, tableWords, wordsOf } from "./synonyms.ts"
import { columnsFor, missingColumns, wordFor } from "./table-columns.ts"

export interface TableGuess {
  table: FileTable
  /** Why, in words for the person who checks it. */
  reason: string
}

/** What a file's name alone is worth, against columns that are all a table's own. */
const NAME_WORTH = 0.5
/** What a record that looks like an access is worth when its columns are not canonical ones: with an act, and without. */
const ACCESS_WORTH = 0.6
const SILENT_ACCESS_WORTH = 0.4
const WORTH_MIN = 0.3

interface Claim {
  table: Exclude<FileTable, "none">
  worth: number
  reason: string
}

/** Guesses which table a file is, from the columns that were seen and from its name. */
export function guessTable(look: Look): TableGuess {
  const { content, problem } = look
  if (content === "incident") return none("an incident file, which says what the others are")
  if (content === "mapping") return none("a mapping, which says how a log is read")
  if (content === "other") return none("YAML, but neither an incident file nor a mapping")
  const named = tableNamedBy(look.path)
  if (content === "unreadable" || content === "empty") {
    const why = problem ?? "it is empty"
    // What cannot be read must stop a run that would otherwise be made without it.
    return named ? { table: named, reason: `by its name; ${why}` } : none(why)
  }
  const claims = content === "lines" ? claimsOfLines(look, named) : claimsOfColumns(look, named)
  const [best, second] = claims.filter(({ worth }) => worth >= WORTH_MIN).sort((a, b) => b.worth - a.worth)
  if (!best) return none(notFitting(look))
  if (second && second.worth === best.worth)
    return none(
      `it could be ${wordFor(best.table)} or ${wordFor(second.table)}: neither name nor columns tell`,
    )
  return { table: best.table, reason: best.reason }
}

function none(reason: string): TableGuess {
  return { table: "none", reason }
}

function claimsOfLines(look: Look, named: TableName | "access_log" | null): Claim[] {
  const read = readLines(look.lines)
  if (!read) return []
  const isAccess = isLog(findRoles({ ...read, isParquet: false }))
  if (named !== null && named !== "access_log" && !isAccess)
    return [{ table: named, worth: NAME_WORTH, reason: "by its name" }]
  if (!isAccess && named !== "access_log") return []
  return [{ table: "access_log", worth: ACCESS_WORTH, reason: `its content is ${read.kind}` }]
}

function claimsOfColumns(look: Look, named: TableName | "access_log" | null): Claim[] {
  const columns = new Set(look.columns)
  const claims: Claim[] = []
  for (const table of ["access_log", ...tableNames] as const) {
    const canonical = columnsFor(table)
    const known = Object.keys(canonical).filter((one) => columns.has(one))
    const isComplete = missingColumns(table, look.columns).length === 0
    const isNamed = named === table
    const share = isComplete && columns.size > 0 ? known.length / columns.size : 0
    const worth = share + (isNamed ? NAME_WORTH : 0)
    const because = [isNamed ? "its name" : "", isComplete ? `its columns ${namesOf(known, 6)}` : ""]
    claims.push({ table, worth, reason: `by ${because.filter((one) => one !== "").join(" and ")}` })
  }
  const roles = findRoles({
    columns: look.columns,
    records: look.records,
    isParquet: look.content === "parquet",
  })
  if (isLog(roles)) {
    const act = roles.action ?? roles.url ?? roles.session_id ?? roles.ip ?? roles.user_agent
    const worth = (act ? ACCESS_WORTH : SILENT_ACCESS_WORTH) + (named === "access_log" ? NAME_WORTH : 0)
    const found = [roles.time, roles.account_id, roles.device_id, roles.media_id ?? roles.url, roles.action]
    const names = namesOf(
      found.filter((one) => one !== undefined),
      6,
    )
    claims.push({ table: "access_log", worth, reason: `its columns ${names} look like accesses` })
  }
  return bestOfEach(claims)
}

function bestOfEach(claims: readonly Claim[]): Claim[] {
  const best = new Map<string, Claim>()
  for (const claim of claims) {
    const before = best.get(claim.table)
    if (!before || claim.worth > before.worth) best.set(claim.table, claim)
  }
  return [...best.values()]
}

function notFitting({ columns, content, lines }: Look): string {
  if (content === "lines")
    return `its lines are of no known kind: ${JSON.stringify((lines[0] ?? "").slice(0, 80))}`
  if (columns.length === 0) return "it holds no records"
  return `its columns (${namesOf(columns, 8)}) are those of no table`
}

/** The table that a file's name says, else its folder's; null where it says none, or several. */
export function tableNamedBy(path: string): Exclude<FileTable, "none"> | null {
  for (const part of path.split("/").reverse()) {
    const words = wordsOf(part.replaceAll(/\d+/g, " ").replace(/(\.[a-z]+)+$/i, ""))
    const tables = (Object.keys(tableWords) as Exclude<FileTable, "none">[]).filter((table) =>
      words.some((word) => isAmong(tableWords[table], word)),
    )
    // An "access log of the media" is a log.
    if (tables.includes("access_log")) return "access_log"
    if (tables.length === 1) return tables[0] ?? null
  }
  return null
}
