import { createHash, randomUUID } from "node:crypto"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type pg from "pg"
import { AppError } from "../../core/errors.ts"
import { projectRoot } from "../config.ts"
import { connect } from "./connect.ts"

/** The advisory lock that Prisma's own command line takes, so that the two never migrate at once. */
export const MIGRATION_LOCK = 72_707_369

const shipped = join(projectRoot, "prisma/migrations")
const POSTGRES_MIN = 14

const LEDGER = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum VARCHAR(64) NOT NULL,
    finished_at TIMESTAMPTZ,
    migration_name VARCHAR(255) NOT NULL,
    logs TEXT,
    rolled_back_at TIMESTAMPTZ,
    started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
  )`

export interface Migration {
  name: string
  sql: string
  checksum: string
}

/**
 * Brings a database to the schema of this version, without Prisma's schema engine (which is a download), and records
 * it as `prisma migrate deploy` does. Each migration is one transaction: it is there or it is not. `only` leaves out
 * some, for a backup that was made before they were.
 * @returns the names of the migrations that were applied
 * @throws AppError precondition when the database is newer than this version, or an applied migration was altered;
 *   unavailable when the database does not answer
 */
export async function migrate(
  url: string,
  folder = shipped,
  only: (name: string) => boolean = () => true,
): Promise<string[]> {
  const client = await connect(url)
  try {
    await checkServer(client)
    await client.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK])
    await client.query(LEDGER)
    const pending = (await listPending(client, readMigrations(folder))).filter(({ name }) => only(name))
    for (const migration of pending) await apply(client, migration)
    return pending.map(({ name }) => name)
  } finally {
    await client.end()
  }
}

/**
 * What `migrate` would do, without doing it: how many migrations are applied, and how many are still to be.
 * @throws AppError precondition as `migrate` does
 */
export async function surveyMigrations(client: pg.Client): Promise<{ applied: number; pending: number }> {
  await checkServer(client)
  const migrations = readMigrations(shipped)
  const { rows } = await client.query<{ ledger: string | null }>(
    "SELECT to_regclass('_prisma_migrations')::text AS ledger",
  )
  const pending = rows[0]?.ledger ? (await listPending(client, migrations)).length : migrations.length
  return { applied: migrations.length - pending, pending }
}

async function checkServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: string; major: number }>(
    "SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int / 10000 AS major",
  )
  const [server] = rows
  if (server && server.major < POSTGRES_MIN)
    throw new AppError(
      "precondition",
      `the database is PostgreSQL ${server.version}; ${POSTGRES_MIN} or newer is needed`,
    )
}

/** The migrations that this version knows, in their order. */
export function readMigrations(folder = shipped): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const sql = readFileSync(join(folder, name, "migration.sql"), "utf8")
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") }
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

async function listPending(client: pg.Client, migrations: readonly Migration[]): Promise<Migration[]> {
  const { rows } = await client.query<{ migration_name: string; checksum: string; finished_at: Date | null }>(
    "SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL",
  )
  for (const { migration_name: name, checksum, finished_at } of rows) {
    const known = migrations.find((one) => one.name === name)
    if (!known)
      throw new AppError(
        "precondition",
        `the database is newer than this version: it knows the migration ${name}`,
      )
    if (known.checksum !== checksum)
      throw new AppError("precondition", `the migration ${name} was altered after it was applied`)
    if (finished_at === null)
      throw new AppError(
        "precondition",
        `the migration ${name} was begun by another program and not finished`,
      )
  }
  const applied = new Set(rows.map(({ migration_name }) => migration_name))
  return migrations.filter(({ name }) => !applied.has(name))
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query("BEGIN")
  try {
    await client.query(sql)
    await client.query(
      "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), 1)",
      [randomUUID(), checksum, name],
    )
    await client.query("COMMIT")
  } catch (error) {
    await client.query("ROLLBACK")
    throw error
  }
}
