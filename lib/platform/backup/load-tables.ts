import { createReadStream } from "node:fs"
import { join } from "node:path"
import { pipeline } from "node:stream/promises"
import type pg from "pg"
import { from as copyFrom } from "pg-copy-streams"
import { AppError } from "../../core/errors.ts"
import { listTables, quoted, type Table } from "./catalogue.ts"
import { type BackedUpTable, partPath } from "./manifest.ts"
import { digestOf } from "./snapshot.ts"
import { damaged } from "./tar-reader.ts"
import type { Unpacked } from "./unpack-backup.ts"

const LEDGER = "_prisma_migrations"

/** @throws AppError conflict when a table has rows: a backup never mixes with what is there */
export async function demandNoRows(client: pg.Client): Promise<void> {
  for (const { name } of await listTables(client)) {
    if (name === LEDGER || !(await hasRows(client, name))) continue
    throw new AppError(
      "conflict",
      `the database has rows in ${name} already: a backup is restored into an empty database`,
    )
  }
}

async function hasRows(client: pg.Client, table: string): Promise<boolean> {
  return ((await client.query(`SELECT 1 FROM public.${quoted(table)} LIMIT 1`)).rowCount ?? 0) > 0
}

/**
 * Loads all tables and sequences of a backup within the client's transaction, and reads them back: the database holds
 * what the original held, or nothing. `isNew` says that the tables were made just now.
 * @throws AppError invalid when the tables are not those that the backup's migrations make
 */
export async function loadTables(
  client: pg.Client,
  { file, manifest, folder }: Unpacked,
  isNew: boolean,
): Promise<void> {
  const tables = await listTables(client)
  const given = new Map(manifest.tables.map((table) => [table.name, table]))
  const pairs = tables.map((table) => ({ table, backedUp: given.get(table.name) }))
  const stranger = pairs.find(({ table, backedUp }) => !isSame(table, backedUp))?.table.name
  if (stranger !== undefined || tables.length !== given.size)
    throw damaged(file, `its tables are not those of its version (${stranger ?? "one is unknown"})`)
  for (const { name } of tables) await client.query(`LOCK TABLE public.${quoted(name)} IN EXCLUSIVE MODE`)
  if (!isNew) await demandNoRows(client)
  // What the migrations themselves put into new tables is in the backup too, as it has become since.
  for (const { name } of tables.toReversed())
    if (await hasRows(client, name)) await client.query(`DELETE FROM public.${quoted(name)}`)
  for (const { table, backedUp } of pairs) if (backedUp) await loadTable(client, table, backedUp, folder)
  for (const { table, backedUp } of pairs)
    if (backedUp && (await digestOf(client, table.copyOut)) !== backedUp.sha256)
      throw new AppError(
        "unavailable",
        `the database does not give back the rows of ${table.name} as they were`,
      )
  for (const { name, lastValue, isCalled } of manifest.sequences)
    await client.query("SELECT setval(('public.' || quote_ident($1))::regclass, $2::BIGINT, $3)", [
      name,
      lastValue,
      isCalled,
    ])
}

function isSame({ columns }: Table, backedUp: BackedUpTable | undefined): boolean {
  return backedUp !== undefined && [...columns].sort().join() === [...backedUp.columns].sort().join()
}

async function loadTable(client: pg.Client, table: Table, backedUp: BackedUpTable, folder: string) {
  // The columns in the backup's order, which need not be that of this database.
  const columns = backedUp.columns.map(quoted).join(", ")
  const copying = client.query(copyFrom(`COPY public.${quoted(table.name)} (${columns}) FROM STDIN`))
  await pipeline(partsOf(backedUp, folder), copying)
  if (copying.rowCount !== backedUp.rows)
    throw new Error(`${table.name}: ${copying.rowCount} of ${backedUp.rows} rows were loaded`)
}

async function* partsOf({ name, parts }: BackedUpTable, folder: string): AsyncGenerator<Buffer> {
  for (let nth = 1; nth <= parts; nth++) yield* createReadStream(join(folder, partPath(name, nth)))
}
