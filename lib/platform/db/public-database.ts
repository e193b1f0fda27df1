import pg from "pg"
import type { PublicDatabase, SentLetter } from "../../core/public-database.ts"

const CONNECTIONS_MAX = 4
const ANSWER_MS_MAX = 3_000

export interface OpenPublicDatabase extends PublicDatabase {
  close(): Promise<void>
}

/** The database as the public process has it: two functions, with little patience. */
export function openPublicDatabase(url: string): OpenPublicDatabase {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: "tocsin public",
    max: CONNECTIONS_MAX,
    connectionTimeoutMillis: ANSWER_MS_MAX,
    query_timeout: ANSWER_MS_MAX,
  })
  pool.on("error", () => {}) // A connection that breaks is replaced with the next question.
  return {
    async findLetter(code) {
      const { rows } = await pool.query<SentLetter>(
        `SELECT sent_on::text AS "sentOn", sender, subject, locale, content FROM public.public_letter($1)`,
        [code],
      )
      return rows[0] ?? null
    },
    async takeWebhook(source, messageId, body) {
      const { rows } = await pool.query<{ is_new: boolean }>(
        "SELECT public.public_take_webhook($1, $2, $3) AS is_new",
        [source, messageId, body],
      )
      return rows[0]?.is_new === true
    },
    close: () => pool.end(),
  }
}
