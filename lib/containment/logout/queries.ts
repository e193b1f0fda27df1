import { beside } from "../../core/beside.ts"
import { sqlFile } from "../../core/sql.ts"

/** A query of this folder, with what stands for its marked places. */
export function logoutQuery(name: string, places: Record<string, string> = {}): string {
  return sqlFile(beside(import.meta.url, `./queries/${name}.sql`), places)
}
