import { join } from "node:path"
import { beside } from "../../core/beside.ts"
import type { Parameter } from "../../core/engine.ts"
import { parquetScan, sqlFile } from "../../core/sql.ts"
import type { Result } from "../reading/result.ts"

/** Files of a result that name people: read in this folder alone, for those to whom they are revealed. */
type Named = "people.parquet" | "evidence.parquet" | "devices.parquet" | "identities.parquet"

/** SQL: the rows of a file of a result that names people. */
export function namedRowsOf(result: Pick<Result, "folder">, file: Named): string {
  return parquetScan([join(result.folder, file)])
}

/** SQL: the accounts of a result, by id or by e-mail address. */
export function accountsOf(
  result: Pick<Result, "accountsFolder">,
  file: "by-id.parquet" | "by-email.parquet",
): string {
  return parquetScan([join(result.accountsFolder, file)])
}

/** SQL for a list of values, which stand beside the statement: a fault that quotes a statement names nobody. */
export function listed(values: readonly string[]): { list: string; parameters: Record<string, Parameter> } {
  return {
    list: values.map((_, index) => `$value_${index}`).join(", "),
    parameters: Object.fromEntries(values.map((value, index) => [`value_${index}`, value])),
  }
}

/** The text of a query of identities, with its places filled. */
export function identityQuery(name: string, fragments: Record<string, string>): string {
  return sqlFile(beside(import.meta.url, `./queries/${name}.sql`), fragments)
}
