import { createHash } from "node:crypto"
import { createReadStream, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { totalmem } from "node:os"
import { join } from "node:path"
import { finished } from "node:stream/promises"
import { DuckDBInstance } from "@duckdb/node-api"
import { literal } from "../../lib/core/sql.ts"

export const window = { from: "2024-02-16 13:00:00", to: "2024-02-16 21:00:00" }
export const seed = 1
export const tables = ["accounts", "entitlements", "media"] as const
const NDJSON_FILES = 4
const MEMORY_GIB_MAX = 7

export interface YardstickSettings {
  rows: number
  /** Of the log as NDJSON; 0 for none. */
  ndjsonRows: number
  threads: number
  /** The cache; files of an earlier run are used again. */
  folder: string
  spillFolder: string
  onStep: (text: string) => void
}

export interface Yardstick {
  /** Paths of the Parquet files by table, the log under `log`. */
  parquet: Record<(typeof tables)[number] | "log", string>
  incidentFile: string
  ndjson: { incidentFile: string; files: string[]; rows: number } | null
}

/** Makes what is missing of the yardstick's data. A folder counts only with its marker, which is written last. */
export async function makeYardstick(settings: YardstickSettings): Promise<Yardstick> {
  const { rows, ndjsonRows, folder } = settings
  const base = join(folder, "base")
  const log = join(folder, `log-${rows}`)
  const parquet = {
    accounts: join(base, "accounts.parquet"),
    entitlements: join(base, "entitlements.parquet"),
    media: join(base, "media.parquet"),
    log: join(log, "log.parquet"),
  }
  await unlessComplete(settings, base, async () => {
    for (const table of tables)
      await makeFiles(settings, 0, [`COPY (FROM ${table}) TO ${literal(parquet[table])} (FORMAT parquet)`])
  })
  await unlessComplete(settings, log, async () => {
    await makeFiles(settings, rows, [`COPY (FROM log) TO ${literal(parquet.log)} (FORMAT parquet)`])
  })
  const incidentFile = join(log, "incident.yaml")
  writeFileSync(incidentFile, incidentText("log.parquet"))
  if (ndjsonRows === 0) return { parquet, incidentFile, ndjson: null }
  return { parquet, incidentFile, ndjson: await makeNdjson(settings, log, parquet.log) }
}

/** The beginning of the log once more, as text in several archives. */
async function makeNdjson(settings: YardstickSettings, log: string, logPath: string) {
  const rows = settings.ndjsonRows
  const folder = join(log, `ndjson-${rows}`)
  const files = Array.from({ length: NDJSON_FILES }, (_, index) => join(folder, `access-${index}.ndjson.gz`))
  const incidentFile = join(folder, "incident.yaml")
  await unlessComplete(settings, folder, async () => {
    const share = Math.ceil(rows / NDJSON_FILES)
    const statements = files.map(
      (file, index) => `
        COPY (SELECT * EXCLUDE (file_row_number) FROM read_parquet(${literal(logPath)}, file_row_number = true)
          WHERE file_row_number >= ${index * share} AND file_row_number < ${Math.min(rows, (index + 1) * share)})
        TO ${literal(file)} (FORMAT json, COMPRESSION gzip, TIMESTAMPFORMAT '%Y-%m-%dT%H:%M:%S.%fZ')`,
    )
    await makeFiles(settings, 0, statements)
  })
  writeFileSync(incidentFile, incidentText("access-*.ndjson.gz", "../"))
  return { incidentFile, files, rows }
}

/** Reads every file once, so that all that is measured finds them in the machine's memory alike. */
export async function warmUp(paths: readonly string[]): Promise<void> {
  for (const path of paths) await finished(createReadStream(path, { highWaterMark: 1 << 20 }).resume())
}

/** Runs statements in a DuckDB of their own, on the views of yardstick.sql for a log of so many rows. */
export async function makeFiles(
  { threads, spillFolder }: Pick<YardstickSettings, "threads" | "spillFolder">,
  rows: number,
  statements: readonly string[],
): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:", {
    threads: String(threads),
    memory_limit: `${Math.min(MEMORY_GIB_MAX * 1024, Math.floor(totalmem() / 1024 / 1024 / 2))}MiB`,
    temp_directory: spillFolder,
  })
  const connection = await instance.connect()
  try {
    await connection.run(
      `SET VARIABLE seed = ${seed}; SET VARIABLE rows = ${rows};
       SET VARIABLE window_from = TIMESTAMP ${literal(window.from)};
       SET VARIABLE window_to = TIMESTAMP ${literal(window.to)}`,
    )
    await connection.run(yardstickText())
    for (const statement of statements) await connection.run(statement)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

async function unlessComplete(settings: YardstickSettings, folder: string, make: () => Promise<void>) {
  const marker = join(folder, "complete")
  const made = createHash("sha256")
    .update(JSON.stringify({ seed, window, text: yardstickText() }))
    .digest("hex")
  if (existsSync(marker) && readFileSync(marker, "utf8") === made) return
  settings.onStep(`making ${folder}`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  await make()
  writeFileSync(marker, made)
}

function yardstickText(): string {
  return readFileSync(new URL("./yardstick.sql", import.meta.url), "utf8")
}

function incidentText(log: string, up = ""): string {
  const zoned = (time: string) => `${time.replace(" ", "T")}Z`
  return [
    "title: Yardstick",
    `window: { from: ${zoned(window.from)}, to: ${zoned(window.to)} }`,
    `access_log: { name: app, files: ["${log}"] }`,
    ...tables.map((table) => `${table}: { files: ["${up}../base/${table}.parquet"] }`),
    "",
  ].join("\n")
}
