import { createHash } from "node:crypto"
import type pg from "pg"
import { to as copyTo } from "pg-copy-streams"
import { connect } from "../db/connect.ts"
import { MIGRATION_LOCK, surveyMigrations } from "../db/migrate.ts"
import {
  demandInstallation,
  hasTable,
  listSequences,
  listTables,
  quoted,
  settleNotation,
} from "./catalogue.ts"
import { attemptPath } from "./kept-files.ts"
import { type BackedUpTable, type Manifest, partPath } from "./manifest.ts"
import type { TarWriter } from "./tar-writer.ts"

/** So much of a table is held in memory at a time: the size of an entry must be known before it is written. */
const PART_BYTES = 4 * 1024 * 1024
const LINE_END = 0x0a

/** What a backup takes from the database, all of it as it was at one instant. */
export interface Snapshot
  extends Pick<Manifest, "migrations" | "tables" | "sequences" | "elsewhere" | "trailHeads"> {
  /** Folders of the attempts that made results: what lies in others counts for nothing. */
  finishedAttempts: ReadonlySet<string>
}

/**
 * Copies all tables in one read-only transaction while others go on writing. Nobody changes the schema meanwhile.
 * @throws AppError precondition when the database is newer than this version, or has nothing of Tocsin in it
 */
export async function writeSnapshot(url: string, writer: TarWriter, signal: AbortSignal): Promise<Snapshot> {
  const client = await connect(url, "tocsin backup")
  const giveUp = () => void client.end().catch(() => {})
  signal.addEventListener("abort", giveUp)
  try {
    signal.throwIfAborted()
    await settleNotation(client)
    await client.query("SELECT pg_advisory_lock_shared($1)", [MIGRATION_LOCK])
    await demandInstallation(client)
    await surveyMigrations(client)
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    const tables: BackedUpTable[] = []
    for (const table of await listTables(client)) tables.push(await writeTable(client, table, writer))
    return { tables, ...(await takeRest(client)) }
  } catch (error) {
    signal.throwIfAborted()
    throw error
  } finally {
    signal.removeEventListener("abort", giveUp)
    await client.end().catch(() => {})
  }
}

async function writeTable(
  client: pg.Client,
  { name, columns, copyOut }: { name: string; columns: readonly string[]; copyOut: string },
  writer: TarWriter,
): Promise<BackedUpTable> {
  const table = { name, columns: [...columns], rows: 0, bytes: 0, parts: 0 }
  const hash = createHash("sha256")
  for await (const part of partsOf(client, copyOut)) {
    hash.update(part)
    table.rows += linesIn(part)
    table.bytes += part.length
    await writer.add(partPath(name, ++table.parts), part.length, [part])
  }
  return { ...table, sha256: hash.digest("hex") }
}

async function* partsOf(client: pg.Client, sql: string): AsyncGenerator<Buffer> {
  let pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of client.query(copyTo(sql)) as AsyncIterable<Buffer>) {
    pieces.push(piece)
    bytes += piece.length
    if (bytes < PART_BYTES) continue
    yield Buffer.concat(pieces)
    pieces = []
    bytes = 0
  }
  if (bytes > 0) yield Buffer.concat(pieces)
}

/** COPY writes one line a row; line ends within values are written as `\n`. */
function linesIn(text: Buffer): number {
  let lines = 0
  for (let at = text.indexOf(LINE_END); at !== -1; at = text.indexOf(LINE_END, at + 1)) lines++
  return lines
}

/** The digest of a table's rows as `writeSnapshot` takes them. */
export async function digestOf(client: pg.Client, copyOut: string): Promise<string> {
  const hash = createHash("sha256")
  for await (const piece of client.query(copyTo(copyOut)) as AsyncIterable<Buffer>) hash.update(piece)
  return hash.digest("hex")
}

async function takeRest(client: pg.Client): Promise<Omit<Snapshot, "tables">> {
  return {
    migrations: await rowsOf(
      client,
      `SELECT migration_name AS name, checksum FROM _prisma_migrations
       WHERE rolled_back_at IS NULL ORDER BY migration_name COLLATE "C"`,
    ),
    sequences: await positionsOf(client, await listSequences(client)),
    elsewhere: await foldersIn(client),
    trailHeads: await headsIn(client),
    finishedAttempts: await attemptsIn(client),
  }
}

async function rowsOf<T extends pg.QueryResultRow>(client: pg.Client, sql: string): Promise<T[]> {
  return (await client.query<T>(sql)).rows
}

/** A sequence knows no snapshot: it may be ahead of the rows, never behind them. */
async function positionsOf(client: pg.Client, names: readonly string[]): Promise<Snapshot["sequences"]> {
  const positions: Snapshot["sequences"] = []
  for (const name of names) {
    const [found] = await rowsOf<{ lastValue: string; isCalled: boolean }>(
      client,
      `SELECT last_value::TEXT AS "lastValue", is_called AS "isCalled" FROM public.${quoted(name)}`,
    )
    if (found) positions.push({ name, ...found })
  }
  return positions
}

async function foldersIn(client: pg.Client): Promise<string[]> {
  if (!(await hasTable(client, "evidence_set"))) return []
  const rows = await rowsOf<{ folder: string }>(
    client,
    "SELECT DISTINCT folder FROM evidence_set WHERE folder IS NOT NULL ORDER BY folder",
  )
  return rows.map(({ folder }) => folder)
}

async function headsIn(client: pg.Client): Promise<Snapshot["trailHeads"]> {
  if (!(await hasTable(client, "trail_chain"))) return []
  const rows = await rowsOf<{ row: Record<string, unknown> }>(
    client,
    "SELECT to_jsonb(t) AS row FROM trail_chain t ORDER BY t::TEXT",
  )
  return rows.map(({ row }) => row)
}

async function attemptsIn(client: pg.Client): Promise<Set<string>> {
  if (!(await hasTable(client, "revision"))) return new Set()
  const rows = await rowsOf<{ incident: string; number: number; attempt: number }>(
    client,
    `SELECT incident_id::TEXT AS incident, number, result_attempt AS attempt FROM revision
     WHERE result_attempt IS NOT NULL`,
  )
  return new Set(rows.map(({ incident, number, attempt }) => attemptPath(incident, number, attempt)))
}
