import { isUtf8 } from "node:buffer"
import { open, readFile, stat } from "node:fs/promises"
import { createGunzip } from "node:zlib"
import type { Engine } from "../../core/engine.ts"
import { AppError } from "../../core/errors.ts"
import { parquetScan } from "../../core/sql.ts"
import type { InputFile } from "../files/find-files.ts"
import { CsvFramer } from "../framing/csv-framer.ts"
import { readMapping } from "../mapping/load-mapping.ts"
import { groupParquetFiles } from "../reading/parquet-part.ts"
import { incidentFileNames } from "./file-name.ts"
import { findRecords, objectOf, recordsFrom } from "./find-records.ts"
import { COLUMNS_MAX, columnsOf, emptyLook, flattened, type Look } from "./look.ts"

/** How much of a text, unpacked, is looked at. */
export const LOOK_BYTES_MAX = 512 * 1024
export const LOOK_RECORDS_MAX = 2_000
/** A longer text is no mapping that somebody wrote. */
const YAML_BYTES_MAX = 64 * 1024

const foreignContents: [mark: string, problem: string][] = [
  ["PAR1", "its content is Parquet; let its name end in .parquet"],
  ["\x1f\x8b", "its content is gzip; let its name end in .gz"],
  ["PK\x03\x04", "its content is a zip archive; unpack it first"],
  ["\x28\xb5\x2f\xfd", "its content is zstd; unpack it first, or pack it by gzip"],
  ["BZh", "its content is bzip2; unpack it first, or pack it by gzip"],
  ["\xfd7zXZ", "its content is xz; unpack it first, or pack it by gzip"],
  ["\xff\xfe", "its text is UTF-16; save it as UTF-8"],
  ["\xfe\xff", "its text is UTF-16; save it as UTF-8"],
]

/** Looks at the beginning of a file of the evidence; what stands in the way is part of the answer, never an error. */
export async function lookAtFile(engine: Engine, file: InputFile, path: string): Promise<Look> {
  const nothing = emptyLook(path)
  try {
    if (/\.ya?ml$/i.test(path) || isIncidentFile(path)) return await lookAtYaml(file, nothing)
    if (file.format === "parquet" && !file.gzip) return await lookAtParquet(engine, file, nothing)
    if (file.format === "parquet")
      return {
        ...nothing,
        content: "unreadable",
        problem: "a Parquet file is not packed by gzip; unpack it first",
      }
    const { bytes, isWhole, problem } = await beginningOf(file)
    if (bytes.length === 0) return { ...nothing, problem: problem ?? emptyProblem(file) }
    return { ...lookAtText(bytes, isWhole, file, nothing), isWhole, ...(problem ? { problem } : {}) }
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "invalid") throw error
    return { ...nothing, content: "unreadable", problem: error.message.replace(`${file.name}: `, "") }
  }
}

/** Incident files count at the top of the evidence alone. */
export function isIncidentFile(path: string): boolean {
  return incidentFileNames.some((name) => name === path)
}

async function lookAtYaml(file: InputFile, nothing: Look): Promise<Look> {
  if (isIncidentFile(nothing.path)) return { ...nothing, content: "incident" }
  if ((await stat(file.path)).size > YAML_BYTES_MAX) return { ...nothing, content: "other" }
  const text = await readFile(file.path, "utf8")
  try {
    readMapping(text, nothing.path)
    if (text.includes("\0")) return { ...nothing, content: "other" }
    return { ...nothing, content: "mapping", text }
  } catch {
    return { ...nothing, content: "other" }
  }
}

async function lookAtParquet(engine: Engine, file: InputFile, nothing: Look): Promise<Look> {
  const [group] = await groupParquetFiles(engine, [file])
  const rows = await engine.rows<{ record: string }>(
    `SELECT to_json(one)::VARCHAR AS record FROM ${parquetScan([file.path])} one LIMIT ${LOOK_RECORDS_MAX}`,
  )
  const records = rows.map(({ record }) => flattened(objectOf(record) ?? {}))
  const columns = new Set([...(group?.columns.map(({ name }) => name) ?? []), ...columnsOf(records)])
  const total = [...(group?.rows.values() ?? [])].reduce((sum, one) => sum + one, 0)
  return { ...nothing, content: "parquet", columns: [...columns], records, isWhole: total <= records.length }
}

interface Beginning {
  bytes: Buffer
  isWhole: boolean
  problem: string | null
}

/** The first bytes of a text, unpacked; a damaged archive gives those before the damage. */
async function beginningOf(file: InputFile): Promise<Beginning> {
  const handle = await open(file.path)
  const raw = handle.createReadStream({ highWaterMark: 64 * 1024 })
  const gunzip = createGunzip()
  const pieces: Buffer[] = []
  let length = 0
  try {
    const stream = file.gzip ? raw.on("error", (error) => gunzip.destroy(error)).pipe(gunzip) : raw
    for await (const piece of stream as AsyncIterable<Buffer>) {
      pieces.push(piece)
      length += piece.length
      if (length >= LOOK_BYTES_MAX) return { bytes: Buffer.concat(pieces), isWhole: false, problem: null }
    }
    return { bytes: Buffer.concat(pieces), isWhole: true, problem: null }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? ""
    const problem = code.startsWith("Z_")
      ? "the gzip archive is damaged or truncated"
      : `cannot be read (${code})`
    return { bytes: Buffer.concat(pieces), isWhole: false, problem }
  } finally {
    raw.destroy()
    gunzip.destroy()
  }
}

function lookAtText(bytes: Buffer, isWhole: boolean, file: InputFile, nothing: Look): Look {
  const start = bytes.subarray(0, 8).toString("latin1")
  const foreign = foreignContents.find(([mark]) => start.startsWith(mark))
  if (foreign) return { ...nothing, content: "unreadable", problem: foreign[1] }
  if (bytes.subarray(257, 262).toString("latin1") === "ustar")
    return { ...nothing, content: "unreadable", problem: "its content is a tar archive; unpack it first" }
  if (!isMostlyText(bytes)) return { ...nothing, content: "unreadable", problem: "its content is no text" }
  const text = bytes.toString("utf8").replace(/^\ufeff/, "")
  const lines = text.split(/\r?\n/)
  // The last line may be cut off.
  if (!isWhole && lines.length > 1) lines.pop()
  const full = lines.filter((line) => line.trim() !== "").slice(0, LOOK_RECORDS_MAX)
  if (full.length === 0) return { ...nothing, problem: emptyProblem(file) }
  return lookAtJson(text, full, file, nothing) ?? lookAtCsv(bytes, full, isWhole, file, nothing)
}

/** A text with a record a line may hold none: a quiet hour. Other formats need at least a header or a bracket. */
function emptyProblem({ format }: InputFile): string | null {
  return format === "ndjson" || format === null ? null : "the file is empty"
}

/** Half of the lines may be damaged; a picture has hardly one that is whole. */
function isMostlyText(bytes: Buffer): boolean {
  let good = 0
  let bad = 0
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(10, from)
    const line = bytes.subarray(from, end < 0 ? bytes.length : end)
    from = end < 0 ? bytes.length : end + 1
    // What was cut off may end inside a character.
    if (line.length === 0 || (end < 0 && good > 0)) continue
    if (line.includes(0) || !isUtf8(end < 0 ? line.subarray(0, -4) : line)) bad++
    else good++
  }
  return good >= bad
}

function lookAtJson(text: string, lines: readonly string[], file: InputFile, nothing: Look): Look | null {
  const objects = lines.map(objectOf).filter((one) => one !== null)
  const found = findRecords(text)
  const isOneDocument = lines.length === 1 && found !== null && file.format !== "ndjson"
  if (objects.length > 0 && objects.length >= lines.length / 2 && !isOneDocument) {
    const records = objects.map(flattened)
    return { ...nothing, content: "ndjson", records, columns: columnsOf(records) }
  }
  if (!/^\s*[[{]/.test(text)) return null
  if (found === null)
    return file.format === "json"
      ? { ...nothing, content: "unreadable", problem: "the document holds no list of records" }
      : null
  const records = recordsFrom(text, found.start, LOOK_RECORDS_MAX).map(flattened)
  return { ...nothing, content: "json", recordsPath: found.path, records, columns: columnsOf(records) }
}

function lookAtCsv(bytes: Buffer, lines: string[], isWhole: boolean, file: InputFile, nothing: Look): Look {
  const [first = ""] = lines
  const isCsv = file.format === "csv" ? !isPartedOtherwise(first) : isHeader(first) && hasSameCommas(lines)
  if (!isCsv) return { ...nothing, content: "lines", lines }
  const framer = new CsvFramer()
  let framed = framer.push(bytes.toString("latin1").startsWith("\xef\xbb\xbf") ? bytes.subarray(3) : bytes)
  if (isWhole) framed += framer.end()
  const header = (framer.header ?? []).slice(0, COLUMNS_MAX)
  const records = framed
    .split("\n", LOOK_RECORDS_MAX + 1)
    .filter((line) => line !== "")
    .map((line) => {
      const cells = cellsOf(line)
      return Object.fromEntries(
        header.flatMap((name, index) => (name !== "" && cells[index] ? [[name, cells[index]]] : [])),
      )
    })
  return { ...nothing, content: "csv", columns: header, records: records.slice(0, LOOK_RECORDS_MAX) }
}

/** The cells of a framed record (framing/framed-record.ts). */
function cellsOf(framed: string): string[] {
  const [, raw = "", escaped = ""] = Buffer.from(framed, "latin1").toString("utf8").split("\u001f")
  if (escaped === "") return raw.split(",")
  const [text, fault, cells] = JSON.parse(escaped) as [string, string | null, string[] | null]
  return fault ? [] : (cells ?? text.split(","))
}

function isPartedOtherwise(header: string): boolean {
  return !header.includes(",") && /[;\t|]/.test(header)
}

function isHeader(line: string): boolean {
  return (
    line.includes(",") && line.split(",").every((cell) => /^"?[A-Za-z_@][\w .:@()-]*"?$/.test(cell.trim()))
  )
}

function hasSameCommas(lines: readonly string[]): boolean {
  const commas = (line: string) => line.split(",").length
  const [first = "", ...others] = lines
  return (
    others.length > 0 && others.filter((line) => commas(line) >= commas(first)).length >= others.length / 2
  )
}
