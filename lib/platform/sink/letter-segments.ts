import { closeSync, ftruncateSync, mkdirSync, openSync, readdirSync, readSync, statSync } from "node:fs"
import { join } from "node:path"
import type { SunkLetter } from "../../core/sink.ts"

/** What stands before a letter's bytes, as a line of JSON. */
export type LetterHead = SunkLetter

/** Where a record begins: in which segment, at which byte. */
export interface Place {
  segment: number
  offset: number
}

const WINDOW_BYTES = 1024 * 1024
/** The recipients of a letter are bounded, and so is its subject. */
export const HEAD_BYTES_MAX = 256 * 1024
const LINE_END = 0x0a

export function segmentFile(folder: string, segment: number): string {
  return join(folder, `${String(segment).padStart(6, "0")}.letters`)
}

/** The numbers of the segments that are there, the oldest first. */
export function listSegments(folder: string): number[] {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return readdirSync(folder)
    .flatMap((name) => (/^\d{6}\.letters$/.test(name) ? [Number.parseInt(name, 10)] : []))
    .sort((a, b) => a - b)
}

/**
 * Tells of each record of a segment in turn, and gives where the last whole one ends: what a process that was killed began
 * to write behind it was acknowledged to nobody.
 */
export function scanSegment(
  folder: string,
  segment: number,
  onRecord: (head: LetterHead, place: Place) => void,
): number {
  const file = openSync(segmentFile(folder, segment), "r")
  try {
    const { size } = statSync(segmentFile(folder, segment))
    const window = new Window(file)
    let offset = 0
    while (offset < size) {
      const found = readHead(window, offset)
      const end = found === null ? Number.POSITIVE_INFINITY : offset + found.headBytes + found.head.bytes + 1
      if (found === null || end > size) break
      onRecord(found.head, { segment, offset })
      offset = end
    }
    return offset
  } finally {
    closeSync(file)
  }
}

/** Cuts off what was never finished. */
export function truncateSegment(folder: string, segment: number, bytes: number): void {
  const file = openSync(segmentFile(folder, segment), "r+")
  try {
    ftruncateSync(file, bytes)
  } finally {
    closeSync(file)
  }
}

/** One letter with what is known of it. */
export function readRecord(folder: string, { segment, offset }: Place): { head: LetterHead; source: Buffer } {
  const file = openSync(segmentFile(folder, segment), "r")
  try {
    const found = readHead(new Window(file), offset)
    if (found === null) throw new Error(`segment ${segment} has no letter at ${offset}`)
    const source = Buffer.alloc(found.head.bytes)
    readSync(file, source, 0, source.length, offset + found.headBytes)
    return { head: found.head, source }
  } finally {
    closeSync(file)
  }
}

/** What is known of a letter, without the letter. */
export function readHeadAt(folder: string, { segment, offset }: Place): LetterHead {
  const file = openSync(segmentFile(folder, segment), "r")
  try {
    const found = readHead(new Window(file, 16 * 1024), offset)
    if (found === null) throw new Error(`segment ${segment} has no letter at ${offset}`)
    return found.head
  } finally {
    closeSync(file)
  }
}

function readHead(window: Window, offset: number): { head: LetterHead; headBytes: number } | null {
  const line = window.lineAt(offset)
  if (line === null) return null
  try {
    return { head: JSON.parse(line.toString("utf8")) as LetterHead, headBytes: line.length + 1 }
  } catch {
    return null
  }
}

/** Reads lines at growing places of a file without asking the system for each. */
class Window {
  private readonly file: number
  private buffer: Buffer
  private from = 0
  private bytes = 0

  constructor(file: number, size = WINDOW_BYTES) {
    this.file = file
    this.buffer = Buffer.allocUnsafe(size)
  }

  lineAt(offset: number): Buffer | null {
    return (
      this.lineWithin(offset) ??
      this.refill(offset, this.buffer.length) ??
      this.refill(offset, HEAD_BYTES_MAX)
    )
  }

  private refill(offset: number, size: number): Buffer | null {
    if (this.buffer.length < size) this.buffer = Buffer.allocUnsafe(size)
    this.from = offset
    this.bytes = readSync(this.file, this.buffer, 0, this.buffer.length, offset)
    return this.lineWithin(offset)
  }

  private lineWithin(offset: number): Buffer | null {
    const start = offset - this.from
    if (start < 0 || start >= this.bytes) return null
    const end = this.buffer.subarray(0, this.bytes).indexOf(LINE_END, start)
    return end < 0 ? null : this.buffer.subarray(start, end)
  }
}
