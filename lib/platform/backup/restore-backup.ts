import { existsSync, mkdirSync, readdirSync, renameSync } from "node:fs"
import { join } from "node:path"
import type pg from "pg"
import type { Config } from "../../core/config.ts"
import { AppError } from "../../core/errors.ts"
import { connect } from "../db/connect.ts"
import { migrate, readMigrations } from "../db/migrate.ts"
import { secretCheck } from "../secrets.ts"
import { hasTable, settleNotation } from "./catalogue.ts"
import { demandNoRows, loadTables } from "./load-tables.ts"
import type { Manifest } from "./manifest.ts"
import type { Unpacked } from "./unpack-backup.ts"

/**
 * Refuses what cannot be restored here, before anything is touched.
 * @throws AppError precondition when the backup is newer than this version, or needs another TOCSIN_SECRET
 */
export function demandRestorable({ file, manifest }: Unpacked, config: Config, migrations?: string): void {
  const known = new Map(readMigrations(migrations).map(({ name, checksum }) => [name, checksum]))
  for (const { name, checksum } of manifest.migrations) {
    if (!known.has(name))
      throw new AppError(
        "precondition",
        `${file}: was made by Tocsin ${manifest.version}, which is newer than this version: it knows the migration ${name}`,
      )
    if (known.get(name) !== checksum)
      throw new AppError("precondition", `${file}: the migration ${name} was altered since it was made`)
  }
  const { isSetting, check } = manifest.secret
  if (!isSetting && config.secret !== null)
    throw new AppError(
      "precondition",
      `TOCSIN_SECRET: is set, but the backup brings its own secret; restore and start without it`,
    )
  if (isSetting && (config.secret === null || secretCheck(config).check !== check))
    throw new AppError(
      "precondition",
      `TOCSIN_SECRET: ${config.secret === null ? "is missing" : "is another"}; the backup was made with one and needs the same`,
    )
}

/**
 * Brings the database to the schema of the backup, loads all rows in one transaction, puts the files in their places,
 * and then migrates on to this version.
 * @returns the names of the migrations that the backup did not have yet
 * @throws AppError conflict when the database has rows already; precondition when it is of another version
 */
export async function restoreBackup(
  url: string,
  unpacked: Unpacked,
  config: Config,
  migrations?: string,
): Promise<string[]> {
  const client = await connect(url, "tocsin restore")
  try {
    await settleNotation(client)
    const isNew = !(await hasTable(client, "_prisma_migrations"))
    await demandNoRows(client)
    const applied = new Set(unpacked.manifest.migrations.map(({ name }) => name))
    await migrate(url, migrations, (name) => applied.has(name))
    await demandSameMigrations(client, unpacked.manifest)
    await client.query("BEGIN")
    const places = new Places(unpacked.folder, config.dataFolder)
    try {
      await loadTables(client, unpacked, isNew)
      places.fill()
      await client.query("COMMIT")
    } catch (error) {
      places.clear()
      throw error
    }
  } finally {
    await client.end()
  }
  return await migrate(url, migrations)
}

async function demandSameMigrations(client: pg.Client, { migrations }: Manifest): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT migration_name AS name FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  )
  const expected = new Set(migrations.map(({ name }) => name))
  const other = rows.find(({ name }) => !expected.has(name))
  if (other)
    throw new AppError(
      "precondition",
      `the database has the migration ${other.name} already, which the backup has not: restore into one without tables`,
    )
}

/** The places of a backup's files: all of them are filled, or none. */
class Places {
  private readonly files: string
  private readonly dataFolder: string
  private readonly filled: { from: string; to: string }[] = []

  constructor(folder: string, dataFolder: string) {
    this.files = join(folder, "files")
    this.dataFolder = dataFolder
  }

  fill(): void {
    for (const top of existsSync(this.files) ? readdirSync(this.files, { withFileTypes: true }) : []) {
      if (!top.isDirectory()) {
        this.move(top.name)
        continue
      }
      mkdirSync(join(this.dataFolder, top.name), { recursive: true, mode: 0o700 })
      for (const name of readdirSync(join(this.files, top.name))) this.move(join(top.name, name))
    }
  }

  clear(): void {
    for (const { from, to } of this.filled) renameSync(to, from)
  }

  private move(path: string): void {
    const from = join(this.files, path)
    const to = join(this.dataFolder, path)
    renameSync(from, to)
    this.filled.push({ from, to })
  }
}
