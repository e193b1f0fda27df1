import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import pg from "pg"
import { beside } from "../../core/beside.ts"
import { AppError } from "../../core/errors.ts"
import { connect } from "../db/connect.ts"

const NAME = "tocsin_idp"
const CONNECTIONS_MAX = 10
const ANSWER_MS_MAX = 30_000
/** Plans are made while the tables are all but empty, and kept: reading them whole would look cheap then. */
const LOOK_UP_BY_INDEX =
  "-c enable_seqscan=off -c enable_bitmapscan=off -c enable_hashjoin=off -c enable_mergejoin=off"
const SCHEMA_LOCK = 72_707_411
/** What PostgreSQL says of a database that is there: plainly, or to whoever made it at the same time. */
const ALREADY_THERE = new Set(["42P04", "23505"])

/**
 * The address of the provider's own database, made beside the installation's where it is missing: nothing of the
 * provider's lies in the installation's tables.
 */
export async function ensureProviderDatabase(installationUrl: string): Promise<string> {
  const client = await connect(installationUrl)
  try {
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [NAME])
    if (rowCount === 0) await client.query(`CREATE DATABASE ${NAME}`)
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    if (!ALREADY_THERE.has(code ?? ""))
      throw new AppError("unavailable", `the database ${NAME} of the demo's identity provider: ${message}`, {
        cause: error,
      })
  } finally {
    await client.end()
  }
  const own = new URL(installationUrl)
  own.pathname = `/${NAME}`
  return own.href
}

/**
 * The provider's database with its tables.
 * @throws AppError precondition where the tables are those of another version
 */
export async function openProviderDatabase(url: string): Promise<pg.Pool> {
  await prepareTables(url)
  const pool = new pg.Pool({
    connectionString: url,
    application_name: "tocsin identity provider",
    max: CONNECTIONS_MAX,
    options: LOOK_UP_BY_INDEX,
    connectionTimeoutMillis: ANSWER_MS_MAX,
    query_timeout: ANSWER_MS_MAX,
  })
  pool.on("error", () => {}) // A connection that breaks is replaced with the next question.
  pool.on("connect", (client) => client.on("error", () => {}))
  return pool
}

async function prepareTables(url: string): Promise<void> {
  const sql = readFileSync(beside(import.meta.url, "./schema.sql"), "utf8")
  const digest = createHash("sha256").update(sql).digest("hex")
  const client = await connect(url)
  try {
    await client.query("BEGIN")
    await client.query("SELECT pg_advisory_xact_lock($1)", [SCHEMA_LOCK])
    await client.query("CREATE TABLE IF NOT EXISTS schema_version (digest TEXT NOT NULL)")
    const { rows } = await client.query<{ digest: string }>("SELECT digest FROM schema_version")
    if (rows.length === 0) {
      await client.query(sql)
      await client.query("INSERT INTO schema_version VALUES ($1)", [digest])
    } else if (rows[0]?.digest !== digest)
      throw new AppError(
        "precondition",
        `the database ${new URL(url).pathname.slice(1)} of the demo's identity provider is of another version; drop it, and it is made anew`,
      )
    await client.query("COMMIT")
  } finally {
    await client.end()
  }
}
