import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { stringify } from "yaml"
import { isRaw, type ReferenceIncident, type Row, TABLES, type TableName } from "./model.ts"
import { type Format, isJson, normaliseFor } from "./normalise.ts"
import { seededRandom, shuffled } from "./random.ts"
import { cellText, columnsOf, jsonText } from "./text-of.ts"
import { type TimeType, writeParquet } from "./write-parquet.ts"

export { FORMATS, type Format, normaliseFor } from "./normalise.ts"

export type RenderOptions = {
  format: Format
  /** Not for Parquet. */
  gzip?: boolean
  /** Files per table. */
  split?: number
  /** Shuffles rows and columns and adds what must not matter: blank lines, a byte-order mark, quotes, a second
   * glob for the same file, typed Parquet times. Without it the rows stand as given. */
  shuffleSeed?: number
}

const REQUIRED: Record<TableName | "access_log", readonly string[]> = {
  access_log: ["at", "action"],
  entitlements: ["device_id", "account_id", "role", "valid_from"],
  accounts: ["account_id"],
  media: ["media_id", "device_id"],
  sessions: ["account_id", "started_at"],
  devices: ["device_id"],
  actors: ["account_id", "kind"],
  reports: ["account_id"],
}

type Random = (() => number) | null

/** Writes the files and incident.yaml into `dir`, and returns the path of the latter. Classify the incident
 * that `normaliseFor(format, …)` returns to compare: a format cannot carry everything. */
export async function renderIncident(
  incident: ReferenceIncident,
  dir: string,
  options: RenderOptions,
): Promise<string> {
  await mkdir(dir, { recursive: true })
  const normalised = normaliseFor(options.format, incident)
  const random = options.shuffleSeed === undefined ? null : seededRandom(options.shuffleSeed)
  const accessLog = []
  for (const source of normalised.sources) {
    const files = await renderTable(
      dir,
      `access-${source.name}`,
      "access_log",
      source.records,
      options,
      random,
    )
    accessLog.push({ name: source.name, files, viewerless: source.viewerless })
  }
  const tables: Record<string, { files: string[] }> = {}
  for (const name of TABLES) {
    const rows = normalised.tables[name]
    if (rows !== undefined)
      tables[name] = { files: await renderTable(dir, name, name, rows, options, random) }
  }
  const document = withoutUndefined({
    title: "A reference incident",
    window: normalised.window,
    access_log: accessLog.length === 0 ? undefined : accessLog,
    ...tables,
    clock_tolerance: normalised.tolerance,
    relations: normalised.relations,
    baseline: normalised.baseline,
    gaps: normalised.gaps,
    dismissed_gaps: normalised.dismissedGaps,
    presumptions: normalised.presumptions,
  })
  const path = join(dir, "incident.yaml")
  await writeFile(path, stringify(document))
  return path
}

function withoutUndefined(value: object): unknown {
  return JSON.parse(JSON.stringify(value))
}

/** Returns the globs of the table's files. */
async function renderTable(
  dir: string,
  stem: string,
  table: TableName | "access_log",
  given: Row[],
  options: RenderOptions,
  random: Random,
): Promise<string[]> {
  const rows = random === null ? given : shuffled(given, random)
  const columns = columnsOf(
    rows.filter((row) => !isRaw(row)),
    REQUIRED[table],
  )
  const timeType = pickTimeType(random)
  const split = Math.max(1, options.split ?? 1)
  const extension = options.gzip === true && options.format !== "parquet" ? ".gz" : ""
  const names: string[] = []
  for (let part = 0; part < split; part += 1) {
    const own = rows.filter((_, index) => index % split === part)
    const ordered = random === null ? columns : shuffled(columns, random)
    const name = `${stem}-${part}.${options.format}${extension}`
    names.push(name)
    if (options.format === "parquet") {
      await writeParquet(join(dir, name), own, ordered, rows, timeType)
      continue
    }
    const body = textOf(options.format, own, ordered, random)
    const text = random !== null && random() < 0.2 ? `\ufeff${body}` : body
    await writeFile(join(dir, name), extension === "" ? text : gzipSync(text))
  }
  if (random === null || random() < 0.5) return names
  const glob = `${stem}-*.${options.format}${extension}`
  return random() < 0.5 ? [glob] : [glob, ...names.slice(0, 1)]
}

function pickTimeType(random: Random): TimeType {
  if (random === null) return "VARCHAR"
  return (
    (["VARCHAR", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE"] as const)[Math.floor(random() * 3)] ?? "VARCHAR"
  )
}

function textOf(format: "ndjson" | "json" | "csv", rows: Row[], columns: string[], random: Random): string {
  const keyed = rows.map((row) => (isRaw(row) || random === null ? row : reordered(row, random)))
  if (format === "json") {
    const elements = keyed.map((row) => (isRaw(row) && isJson(row.raw) ? row.raw : jsonText(row)))
    return random !== null && random() < 0.5 ? `[\n${elements.join(",\n")}\n]\n` : `[${elements.join(",")}]`
  }
  const lines = keyed.map((row) => {
    if (format === "csv") return csvLine(row, columns, random)
    return isRaw(row) ? row.raw : jsonText(row)
  })
  const all = random === null ? lines : lines.flatMap((line) => (random() < 0.1 ? [line, ""] : [line]))
  if (format === "csv") all.unshift(columns.join(","))
  const hasLastEnd = random === null || random() < 0.7
  return all.length === 0 ? "" : all.join("\n") + (hasLastEnd ? "\n" : "")
}

function reordered(row: Row, random: () => number): Row {
  return Object.fromEntries(shuffled(Object.entries(row), random))
}

/** "A CSV row with fewer cells than the header lacks the rest; one with more is malformed." */
function csvLine(row: Row, columns: string[], random: Random): string {
  if (isRaw(row)) return [...columns, "surplus"].map(() => "x").join(",")
  const cells = columns.map((column) => cellText(row[column]))
  const isTrimmed = random !== null && random() < 0.3
  // Two cells at least: a line of one empty cell would be a blank line.
  while (isTrimmed && cells.length > 2 && cells.at(-1) === "") cells.pop()
  return cells.map((cell) => csvCell(cell, random)).join(",")
}

function csvCell(cell: string, random: Random): string {
  const isOdd = /[",\r\n]/.test(cell)
  return isOdd || (random !== null && random() < 0.1) ? `"${cell.replaceAll('"', '""')}"` : cell
}
