import { randomUUID } from "node:crypto"
import { type FileHandle, open, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { pipeline } from "node:stream/promises"
import { createGunzip } from "node:zlib"
import type { Engine } from "../../core/engine.ts"
import { literal, pathList } from "../../core/sql.ts"
import type { InputFile } from "../files/find-files.ts"
import { compileEvent } from "../mapping/compile.ts"
import type { LoadedMapping } from "../mapping/load-mapping.ts"
import { recordRows } from "../reading/text-part.ts"
import { type Mapping, parseInstant } from "../schemas.ts"
import { previewOrNone } from "./choose-mapping.ts"
import type { LogFile } from "./mapping-candidates.ts"

export interface WindowGuess {
  /** Whole minutes, UTC. */
  from: string
  to: string
  /** What it was guessed from, for the person who must correct it. */
  reason: string
}

/** The earliest and latest instant that was seen, microseconds since 1970 UTC. */
export interface TimesSeen {
  first: bigint
  last: bigint
  /** Whether there may be times outside that were not looked at. */
  isPart: boolean
}

const TAIL_BYTES = 64 * 1024
/** A packed log can only be read from its beginning: up to these sizes it is read to its end. */
const PACKED_BYTES_MAX = 32 * 1024 * 1024
const UNPACKED_BYTES_MAX = 1024 * 1024 * 1024
const PIECE_BYTES = 1024 * 1024
const MINUTE_US = 60_000_000n

/** Rounds the times of all logs to whole minutes: a guess that a person must look at. */
export function guessWindow(seen: readonly TimesSeen[]): WindowGuess | null {
  const [one] = seen
  if (!one) return null
  const first = seen.reduce((least, { first: at }) => (at < least ? at : least), one.first)
  const last = seen.reduce((most, { last: at }) => (at > most ? at : most), one.last)
  const isPart = seen.some((times) => times.isPart)
  return {
    from: minuteOf(first),
    to: minuteOf(last + MINUTE_US),
    reason: isPart
      ? "a guess: from the first to the last access at the beginnings and ends of the log's files that were looked at; the log may reach further, and the incident may be shorter"
      : "a guess: from the first to the last access in the log; the incident may be shorter",
  }
}

function minuteOf(instant: bigint): string {
  const minutes = instant >= 0n ? instant / MINUTE_US : (instant - MINUTE_US + 1n) / MINUTE_US
  return new Date(Number((minutes * MINUTE_US) / 1000n)).toISOString().replace(".000", "")
}

/** Looks for the first and last time of files of a log by their beginnings and ends, in Parquet by its statistics. */
export async function findTimes(
  engine: Engine,
  mapping: LoadedMapping,
  files: readonly LogFile[],
  workFolder: string,
): Promise<TimesSeen | null> {
  const seen: TimesSeen[] = []
  for (const one of files) {
    const byStatistics =
      one.look.content === "parquet" ? await timesByStatistics(engine, mapping, one.file) : null
    const times = byStatistics ?? (await timesAtEnds(engine, mapping, one, workFolder))
    if (times) seen.push(times)
  }
  return joined(seen)
}

function joined(seen: readonly (TimesSeen | null)[]): TimesSeen | null {
  return seen.reduce((all, one) => {
    if (!all || !one) return all ?? one
    return {
      first: one.first < all.first ? one.first : all.first,
      last: one.last > all.last ? one.last : all.last,
      isPart: all.isPart || one.isPart,
    }
  }, null)
}

async function timesAtEnds(
  engine: Engine,
  mapping: LoadedMapping,
  { file, look }: LogFile,
  workFolder: string,
): Promise<TimesSeen | null> {
  const beginning = await timesIn(engine, mapping, file, workFolder)
  const isRead = look.isWhole && (look.content === "parquet" || beginning !== null)
  if (isRead || look.content === "parquet" || look.content === "json")
    return beginning && { ...beginning, isPart: !look.isWhole }
  const tail = await lastLines(file)
  if (tail === null) return beginning && { ...beginning, isPart: true }
  const header = look.content === "csv" ? `${look.columns.map(cellText).join(",")}\n` : ""
  const path = join(workFolder, `end-${randomUUID()}`)
  try {
    await writeFile(path, Buffer.concat([Buffer.from(header), tail]))
    const end = await timesIn(engine, mapping, { ...file, path, gzip: false }, workFolder)
    const times = joined([beginning, end])
    // In between there may be more: files are in order of time, mostly.
    return times && { ...times, isPart: true }
  } finally {
    await rm(path, { force: true })
  }
}

function cellText(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

async function timesIn(
  engine: Engine,
  mapping: LoadedMapping,
  file: InputFile,
  workFolder: string,
): Promise<TimesSeen | null> {
  const preview = await previewOrNone(engine, mapping, file, workFolder)
  return preview && timesOf(preview.firstAt, preview.lastAt, false)
}

function timesOf(firstAt: string | null, lastAt: string | null, isPart: boolean): TimesSeen | null {
  const [first, last] = [firstAt, lastAt].map((at) => (at === null ? null : parseInstant(at)))
  return first === null || first === undefined || last === null || last === undefined
    ? null
    : { first, last, isPart }
}

/** The last lines of a text, unpacked; null where that would mean to read a very large file. */
async function lastLines(file: InputFile): Promise<Buffer | null> {
  const handle = await open(file.path)
  try {
    const { size } = await handle.stat()
    if (!file.gzip) {
      const from = Math.max(0, size - TAIL_BYTES)
      const bytes = Buffer.alloc(size - from)
      await handle.read(bytes, 0, bytes.length, from)
      return fromNextLine(bytes)
    }
    if (size > PACKED_BYTES_MAX) return null
    return fromNextLine(await lastUnpacked(handle))
  } catch {
    return null // Too large, or a damaged archive, which is told where it is read as a whole.
  } finally {
    await handle.close()
  }
}

async function lastUnpacked(handle: FileHandle): Promise<Buffer> {
  let kept: Buffer = Buffer.alloc(0)
  let bytes = 0
  const unpacking = createGunzip({ chunkSize: PIECE_BYTES })
  await pipeline(handle.createReadStream({ autoClose: false }), unpacking, async (pieces) => {
    for await (const piece of pieces as AsyncIterable<Buffer>) {
      bytes += piece.length
      if (bytes > UNPACKED_BYTES_MAX) throw new Error("too large to be read to its end")
      kept = Buffer.from(Buffer.concat([kept, piece]).subarray(-TAIL_BYTES))
    }
  })
  return kept
}

function fromNextLine(bytes: Buffer): Buffer {
  return bytes.subarray(bytes.indexOf(10) + 1)
}

/** The times between which a Parquet file's own statistics put its first column of time; null where they say nothing. */
async function timesByStatistics(
  engine: Engine,
  mapping: LoadedMapping,
  file: InputFile,
): Promise<TimesSeen | null> {
  for (const path of mapping.mapping.time.path) {
    const rows = await engine.rows<{ least: string | null; most: string | null }>(`
      SELECT coalesce(stats_min_value, stats_min) AS least, coalesce(stats_max_value, stats_max) AS most
      FROM parquet_metadata(${pathList([file.path])})
      WHERE path_in_schema = ${literal(path.split(".").join(", "))}`)
    const texts = new Set(
      rows.flatMap(({ least, most }) => (least === null || most === null ? [] : [least, most])),
    )
    if (texts.size === 0) continue
    const isComplete = rows.every(({ least }) => least !== null)
    const times = await instantsOf(engine, mapping.mapping, [...texts])
    return times && { ...times, isPart: !isComplete }
  }
  return null
}

/** The first and last of texts as a mapping reads them as times; those that it cannot read are left out. */
async function instantsOf(
  engine: Engine,
  mapping: Mapping,
  texts: readonly string[],
): Promise<TimesSeen | null> {
  const timeOnly: Mapping = {
    ...mapping,
    format: undefined,
    time: { ...mapping.time, path: ["time"] },
    fields: {},
    rules: [{ otherwise: "ignore" }],
    tests: [],
  }
  // The engine writes the offset of instants as hours alone.
  const records = texts.map((text) => JSON.stringify({ time: text.replace(/([+-]\d\d)$/, "$1:00") }))
  const rows = `SELECT 0 AS line, unnest([${records.map(literal).join(", ")}]) AS raw, NULL::VARCHAR AS fault, NULL::VARCHAR AS escaped`
  const relation = recordRows(rows, {
    format: "ndjson",
    recordsPath: [],
    pattern: null,
    compile: (cells) => compileEvent(timeOnly, cells),
  })
  const [found] = await engine.rows<{ first: string | null; last: string | null }>(
    `SELECT min("at")::VARCHAR AS first, max("at")::VARCHAR AS last FROM (${relation})`,
  )
  return timesOf(found?.first ?? null, found?.last ?? null, false)
}
