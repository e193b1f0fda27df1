import { join } from "node:path"
import { may } from "../../access/rules.ts"
import { beside } from "../../core/beside.ts"
import type { Context } from "../../core/context.ts"
import { parquetScan, sqlFile } from "../../core/sql.ts"
import type { ViewFile } from "../result-folder.ts"
import type { Result } from "./result.ts"

/** Files of a result in which nobody is named but by pseudonym; lib/exposure/identities alone reads the others. */
type View = "coverage.parquet" | "sources.parquet" | Exclude<ViewFile, "identities.parquet">

/** SQL: the rows of a file of a result in which nobody is named. */
export function rowsOf(result: Pick<Result, "folder">, file: View): string {
  return parquetScan([join(result.folder, file)])
}

/**
 * SQL: the people of a result. Who may not see both sides of exposures gets times to the minute: the very moment of an
 * event would tell which owner and which viewer belong together.
 */
export function peopleFor({ actor }: Pick<Context, "actor">, result: Pick<Result, "folder">): string {
  const people = rowsOf(result, "people-view.parquet")
  if (may(actor, "exposures.view").allowed) return people
  const minute = (column: string) => `date_trunc('minute', ${column}) AS ${column}`
  return `(SELECT * REPLACE (${minute("first_at")}, ${minute("last_at")}) FROM ${people})`
}

/** The text of a query of reading, with its places filled. */
export function query(name: string, fragments: Record<string, string>): string {
  return sqlFile(beside(import.meta.url, `./queries/${name}.sql`), fragments)
}
