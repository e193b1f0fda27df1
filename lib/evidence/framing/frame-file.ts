import { createHash, type Hash } from "node:crypto"
import { createReadStream, createWriteStream } from "node:fs"
import { writeFile } from "node:fs/promises"
import { Transform } from "node:stream"
import { pipeline } from "node:stream/promises"
import { createGunzip } from "node:zlib"
import { invalid } from "../../core/errors.ts"
import type { FileFormat, InputFile } from "../files/find-files.ts"
import { CsvFramer } from "./csv-framer.ts"
import { JsonDocumentError, JsonFramer } from "./json-framer.ts"
import { type Framer, LineFramer } from "./line-framer.ts"

const PIECE_BYTES = 1024 * 1024

export interface FramedFile {
  bytes: number
  /** SHA-256 of the file as it lies there, compressed or not. */
  sha256: string
  records: number
  /** The header of a CSV file. */
  header: string[] | null
}

/** How a text file is taken apart into records. */
export interface Framing {
  format: Exclude<FileFormat, "parquet">
  /** Keys that lead to the array of records in a JSON document. */
  recordsPath: readonly string[]
}

/** First bytes that a text never begins with, and what they are the mark of. */
const foreignMarks: [mark: string, name: string][] = [
  ["PAR1", "Parquet"],
  ["\x1f\x8b", "gzip"],
  ["PK\x03\x04", "zip"],
  ["\x28\xb5\x2f\xfd", "zstd"],
  ["BZh", "bzip2"],
  ["\xfd7zXZ", "xz"],
  ["\xff\xfe", "UTF-16"],
  ["\xfe\xff", "UTF-16"],
]
const BYTE_ORDER_MARK = "\xef\xbb\xbf"

/**
 * Reads a text file once: takes its SHA-256, checks the archive's CRC and length, and writes its records
 * in the framed form that the engine reads.
 * @throws AppError invalid when the archive is damaged or truncated, or the file is not what its name says
 */
export async function frameFile(
  file: InputFile,
  { format, recordsPath }: Framing,
  out: string,
): Promise<FramedFile> {
  const framer = framerFor(format, recordsPath)
  const hash = createHash("sha256")
  const counter = { bytes: 0 }
  const raw = createReadStream(file.path, { highWaterMark: PIECE_BYTES })
  const stages = [
    measured(hash, counter),
    framed(framer),
    createWriteStream(out, { highWaterMark: PIECE_BYTES }),
  ] as const
  try {
    if (file.gzip) {
      const gunzip = createGunzip({ chunkSize: PIECE_BYTES })
      await pipeline(raw, stages[0], gunzip, stages[1], stages[2])
      if (counter.bytes === 0) throw invalid(file.name, "the gzip archive is truncated")
      if (gunzip.bytesWritten < counter.bytes)
        throw invalid(file.name, "has bytes behind the end of its gzip archive")
    } else {
      await pipeline(raw, ...stages)
    }
  } catch (error) {
    throw explained(error, file)
  }
  const header = framer instanceof CsvFramer ? framer.header : null
  if (framer instanceof CsvFramer && header === null)
    throw invalid(file.name, "is not CSV: it has no header line")
  return { bytes: counter.bytes, sha256: hash.digest("hex"), records: framer.records, header }
}

/**
 * Frames the beginning of a text file, for a preview: the archive's whole is not checked and nothing is hashed.
 * @returns the header of a CSV file
 */
export async function frameBeginning(
  file: InputFile,
  { format, recordsPath }: Framing,
  out: string,
  bytesMax: number,
): Promise<string[] | null> {
  const framer = framerFor(format, recordsPath)
  const raw = createReadStream(file.path, { highWaterMark: PIECE_BYTES })
  const gunzip = createGunzip({ chunkSize: PIECE_BYTES })
  const pieces = file.gzip ? raw.on("error", (error) => gunzip.destroy(error)).pipe(gunzip) : raw
  let framedText = ""
  let bytes = 0
  try {
    for await (const piece of pieces as AsyncIterable<Buffer>) {
      framedText += framer.push(bytes === 0 ? beginning(piece) : piece)
      bytes += piece.length
      if (bytes >= bytesMax) break
    }
    if (bytes < bytesMax) framedText += framer.end()
  } catch (error) {
    throw explained(error, file)
  } finally {
    raw.destroy()
  }
  await writeFile(out, framedText, "latin1")
  return framer instanceof CsvFramer ? framer.header : null
}

function framerFor(format: Framing["format"], recordsPath: readonly string[]): Framer {
  if (format === "csv") return new CsvFramer()
  if (format === "json") return new JsonFramer(recordsPath)
  return new LineFramer()
}

function measured(hash: Hash, counter: { bytes: number }): Transform {
  return new Transform({
    transform(piece: Buffer, _, done) {
      hash.update(piece)
      counter.bytes += piece.length
      done(null, piece)
    },
  })
}

function framed(framer: Framer): Transform {
  let isFirst = true
  return new Transform({
    transform(piece: Buffer, _, done) {
      try {
        const from = isFirst ? beginning(piece) : piece
        isFirst = false
        done(null, Buffer.from(framer.push(from), "latin1"))
      } catch (error) {
        done(error as Error)
      }
    },
    flush(done) {
      try {
        done(null, Buffer.from(framer.end(), "latin1"))
      } catch (error) {
        done(error as Error)
      }
    },
  })
}

/** The first piece without its byte-order mark. */
function beginning(piece: Buffer): Buffer {
  const start = piece.subarray(0, 8).toString("latin1")
  for (const [mark, name] of foreignMarks) {
    if (start.startsWith(mark)) throw new JsonDocumentError(`its content is ${name}`)
  }
  return start.startsWith(BYTE_ORDER_MARK) ? piece.subarray(BYTE_ORDER_MARK.length) : piece
}

function explained(error: unknown, file: InputFile): unknown {
  if (error instanceof JsonDocumentError)
    return invalid(file.name, `is not what its name says: ${error.message}`, error)
  const code = (error as NodeJS.ErrnoException).code ?? ""
  if (code === "Z_BUF_ERROR") return invalid(file.name, "the gzip archive is truncated", error)
  if (code.startsWith("Z_"))
    return invalid(file.name, `the gzip archive is damaged (${(error as Error).message})`, error)
  if (code === "EACCES" || code === "EISDIR" || code === "ENOENT")
    return invalid(file.name, `cannot be read (${code})`, error)
  return error
}
