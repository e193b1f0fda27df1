import { join } from "node:path"
import { beside } from "../../core/beside.ts"
import { parquetScan, sqlFile } from "../../core/sql.ts"
import type { consoleFiles, resultFiles } from "../result-folder.ts"
import type { Result } from "./result.ts"

type Table = Extract<(typeof resultFiles | typeof consoleFiles)[number], `${string}.parquet`>

/** SQL: the rows of a file of a result. */
export function rowsOf(result: Pick<Result, "folder">, file: Table): string {
  return parquetScan([join(result.folder, file)])
}

/** SQL: the accounts of a result, by id or by e-mail address. */
export function accountsOf(
  result: Pick<Result, "accountsFolder">,
  file: "by-id.parquet" | "by-email.parquet",
): string {
  return parquetScan([join(result.accountsFolder, file)])
}

/** The text of a query of reading, with its places filled. */
export function query(name: string, fragments: Record<string, string>): string {
  return sqlFile(beside(import.meta.url, `./queries/${name}.sql`), fragments)
}
