import { beside } from "../../core/beside.ts"
import { sqlFile } from "../../core/sql.ts"

/** The text of a query of audiences, with its places filled. */
export function audienceQuery(name: string, fragments: Record<string, string> = {}): string {
  return sqlFile(beside(import.meta.url, `./queries/${name}.sql`), fragments)
}
