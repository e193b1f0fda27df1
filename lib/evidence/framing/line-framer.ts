import { isUtf8 } from "node:buffer"
import {
  escapedRecord,
  isBlank,
  isPlain,
  plainRecord,
  RAW_KEPT_BYTES,
  RECORD_BYTES_MAX,
} from "./framed-record.ts"

/** Takes a file's bytes in pieces and gives back framed records, one byte a character. */
export interface Framer {
  push(bytes: Buffer): string
  end(): string
  /** Records given back so far. */
  readonly records: number
}

const NEWLINE = 10

/** Frames a text in which each line is a record (NDJSON, and lines that a pattern reads). */
export class LineFramer implements Framer {
  records = 0
  private carry: Buffer = Buffer.alloc(0)
  private line = 0
  /** Inside a line that is too long: what was kept of it. */
  private cut: Buffer | null = null

  push(bytes: Buffer): string {
    const last = bytes.lastIndexOf(NEWLINE)
    if (last < 0) return this.hold(bytes)
    const block = Buffer.concat([this.carry, bytes.subarray(0, last)])
    this.carry = Buffer.from(bytes.subarray(last + 1))
    return this.frame(block)
  }

  end(): string {
    if (this.carry.length === 0 && this.cut === null) return ""
    const block = this.carry
    this.carry = Buffer.alloc(0)
    return this.frame(block)
  }

  private hold(bytes: Buffer): string {
    this.carry = Buffer.concat([this.carry, bytes])
    if (this.carry.length > RECORD_BYTES_MAX) {
      this.cut ??= Buffer.from(this.carry.subarray(0, RAW_KEPT_BYTES))
      this.carry = Buffer.alloc(0)
    }
    return ""
  }

  private frame(block: Buffer): string {
    let text = block.toString("latin1")
    let out = ""
    if (this.cut !== null) {
      const end = text.indexOf("\n")
      this.line++
      out += this.escaped(this.cut, tooLong())
      this.cut = null
      if (end < 0) return out
      text = text.slice(end + 1)
    }
    if (text.includes("\r")) text = text.replaceAll("\r\n", "\n").replace(/\r$/, "")
    const clean = isPlain(text) && isUtf8(block)
    for (const raw of text.split("\n")) {
      this.line++
      if (!isBlank(raw)) out += clean && raw.length <= RECORD_BYTES_MAX ? this.plain(raw) : this.doubtful(raw)
    }
    return out
  }

  private plain(raw: string): string {
    this.records++
    return plainRecord(this.line, raw)
  }

  private doubtful(raw: string): string {
    const bytes = Buffer.from(raw, "latin1")
    if (bytes.length > RECORD_BYTES_MAX) return this.escaped(bytes.subarray(0, RAW_KEPT_BYTES), tooLong())
    if (!isUtf8(bytes)) return this.escaped(bytes, "not UTF-8")
    return isPlain(raw) ? this.plain(raw) : this.escaped(bytes, null)
  }

  private escaped(raw: Buffer, fault: string | null): string {
    this.records++
    return escapedRecord(this.line, raw, fault, null)
  }
}

export function tooLong(): string {
  return `longer than ${RECORD_BYTES_MAX / 1024 / 1024} MiB`
}
