import { isAscii, isUtf8 } from "node:buffer"
import {
  escapedRecord,
  isBlank,
  isPlain,
  plainRecord,
  RAW_KEPT_BYTES,
  RECORD_BYTES_MAX,
} from "./framed-record.ts"
import { type Framer, tooLong } from "./line-framer.ts"

/** A quoted cell may run over line ends, but not for longer: a quote that is never closed must not swallow a file. */
const QUOTED_BYTES_MAX = 1024 * 1024
const NEVER_CLOSED = "a quote is never closed"

interface CsvRecord {
  cells: string[]
  /** Where the record ends, the line end not counted. */
  end: number
  fault: string | null
}

/** Frames a CSV text: its first record is the header, records without quotes are left for the engine to cut. */
export class CsvFramer implements Framer {
  records = 0
  header: string[] | null = null
  private carry = ""
  /** Whether all bytes since the carry began are ASCII, so that no record of it need be checked by itself. */
  private ascii = true
  private line = 1
  private nextQuote = -1
  /** Inside the rest of a line that was too long: it is passed over. */
  private isPassing = false

  push(bytes: Buffer): string {
    this.ascii = isAscii(bytes) && (this.ascii || isAscii(Buffer.from(this.carry, "latin1")))
    this.carry += bytes.toString("latin1")
    return this.frame(false)
  }

  end(): string {
    return this.frame(true)
  }

  private frame(isEnd: boolean): string {
    const text = this.carry
    let out = ""
    let start = 0
    this.nextQuote = text.indexOf('"')
    if (this.isPassing) {
      const newline = text.indexOf("\n")
      this.isPassing = newline < 0 && !isEnd
      start = newline < 0 ? text.length : newline + 1
    }
    while (start < text.length) {
      const newline = text.indexOf("\n", start)
      if (newline < 0 && !isEnd && text.length - start <= RECORD_BYTES_MAX) break
      const lineEnd = newline < 0 ? text.length : newline
      const record = this.record(text, start, lineEnd, isEnd)
      if (record === null) break
      out += this.written(text.slice(start, record.end), record)
      this.line += countLineEnds(text, start, record.end) + 1
      start = record.end + 1
      this.isPassing = newline < 0
    }
    this.carry = text.slice(start)
    return out
  }

  /** The record that begins at `start`, or null when more of the file is needed to know where it ends. */
  private record(text: string, start: number, lineEnd: number, isEnd: boolean): CsvRecord | null {
    if (lineEnd - start > RECORD_BYTES_MAX) return { cells: [], end: lineEnd, fault: tooLong() }
    if (this.nextQuote >= 0 && this.nextQuote < start) this.nextQuote = text.indexOf('"', start)
    if (this.nextQuote < 0 || this.nextQuote > lineEnd) return { cells: [], end: lineEnd, fault: null }
    const record = readRecord(text, start)
    // What is wrong with a quote costs its own line and no other, however far the quote seems to run.
    if (typeof record === "string") return { cells: [], end: lineEnd, fault: record }
    if (record !== null) return record.end === text.length && !isEnd ? null : record
    return isEnd ? { cells: [], end: lineEnd, fault: NEVER_CLOSED } : null
  }

  private written(slice: string, record: CsvRecord): string {
    const raw = slice.endsWith("\r") ? slice.slice(0, -1) : slice
    if (isBlank(raw)) return ""
    const cells = record.cells.length > 0 ? record.cells : null
    if (this.header === null) {
      this.header = (cells ?? raw.split(",")).map((cell) => decoded(cell).trim())
      return ""
    }
    this.records++
    const quick = cells === null && record.fault === null && isPlain(raw)
    if (quick && this.ascii) return plainRecord(this.line, raw)
    const bytes = Buffer.from(raw, "latin1")
    const fault = record.fault ?? (isUtf8(bytes) ? null : "not UTF-8")
    if (quick && fault === null) return plainRecord(this.line, raw)
    const kept = fault === tooLong() ? bytes.subarray(0, RAW_KEPT_BYTES) : bytes
    return escapedRecord(
      this.line,
      kept,
      fault,
      fault === null ? (cells ?? raw.split(",")).map(decoded) : null,
    )
  }
}

function decoded(latin1: string): string {
  return Buffer.from(latin1, "latin1").toString("utf8")
}

/** Reads one record with quoted cells (RFC 4180): what is wrong with it, or null when the text ends inside a quote. */
function readRecord(text: string, start: number): CsvRecord | string | null {
  const cells: string[] = []
  let at = start
  for (;;) {
    if (at - start > RECORD_BYTES_MAX) return tooLong()
    if (text[at] === '"') {
      const quoted = readQuoted(text, at)
      if (quoted === null || typeof quoted === "string") return quoted
      cells.push(quoted.value)
      at = quoted.next
      if (text[at] === "\r" && (at + 1 === text.length || text[at + 1] === "\n")) at++
      if (at < text.length && text[at] !== "," && text[at] !== "\n") return "text after a closing quote"
    } else {
      const end = cellEnd(text, at)
      const isLast = text[end] !== ","
      cells.push(isLast && text[end - 1] === "\r" ? text.slice(at, end - 1) : text.slice(at, end))
      at = end
    }
    if (text[at] !== ",") return { cells, end: at, fault: null }
    at++
  }
}

function readQuoted(text: string, open: number): { value: string; next: number } | string | null {
  let value = ""
  let from = open + 1
  for (;;) {
    const close = text.indexOf('"', from)
    if ((close < 0 ? text.length : close) - open > QUOTED_BYTES_MAX) return NEVER_CLOSED
    if (close < 0) return null
    value += text.slice(from, close)
    if (text[close + 1] !== '"') return { value, next: close + 1 }
    value += '"'
    from = close + 2
  }
}

function cellEnd(text: string, from: number): number {
  let at = from
  while (at < text.length && text[at] !== "," && text[at] !== "\n") at++
  return at
}

function countLineEnds(text: string, start: number, end: number): number {
  let count = 0
  for (let at = text.indexOf("\n", start); at >= 0 && at < end; at = text.indexOf("\n", at + 1)) count++
  return count
}
