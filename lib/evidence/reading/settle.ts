import { beside } from "../../core/beside.ts"
import type { Engine } from "../../core/engine.ts"
import { sqlFile } from "../../core/sql.ts"

const query = (name: string) => beside(import.meta.url, `../queries/${name}.sql`)

/**
 * Makes `media` a catalogue with one row an item: rows that agree become one, contradictory ones are rejected.
 * @returns how many rows were rejected
 */
export async function settleMedia(engine: Engine): Promise<number> {
  if (await isUnique(engine, "media_rows", "media_id")) return 0
  await engine.run(sqlFile(query("media-contradictions")))
  const [row] = await engine.rows<{ rejected: string }>(
    "SELECT count(*) AS rejected FROM media_rows WHERE media_id IN (SELECT media_id FROM repeated_media WHERE is_contradictory)",
  )
  return Number(row?.rejected ?? 0)
}

/** Makes `accounts` one row an account, with its smallest address. */
export async function settleAccounts(engine: Engine): Promise<void> {
  if (await isUnique(engine, "accounts_rows", "account_id")) return
  await engine.run(`
    CREATE OR REPLACE VIEW accounts AS
    SELECT account_id, min(email) AS email FROM accounts_rows GROUP BY account_id`)
}

/** Whether a column has no value twice. Files are mostly in order of their key, and then one quick pass shows it. */
async function isUnique(engine: Engine, relation: string, column: string): Promise<boolean> {
  const [ascent] = await engine.rows<{ falls: string }>(`
    SELECT count(*) FILTER (NOT (${column} > previous)) AS falls
    FROM (SELECT ${column}, lag(${column}) OVER () AS previous FROM ${relation})`)
  if (Number(ascent?.falls ?? 1) === 0) return true
  const repeated = await engine.rows(
    `SELECT 1 FROM (SELECT ${column} FROM ${relation} GROUP BY 1 HAVING count(*) > 1) LIMIT 1`,
  )
  return repeated.length === 0
}
