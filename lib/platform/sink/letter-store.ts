import { close, closeSync, ftruncate, openSync, writev } from "node:fs"
import { statfs } from "node:fs/promises"
import { promisify } from "node:util"
import { AppError } from "../../core/errors.ts"
import type { SinkCount, SinkPage, SinkQuestion, SunkLetter } from "../../core/sink.ts"
import { LetterIndex } from "./letter-index.ts"
import {
  listSegments,
  readHeadAt,
  readRecord,
  scanSegment,
  segmentFile,
  truncateSegment,
} from "./letter-segments.ts"

const writeAll = promisify(writev)
const cut = promisify(ftruncate)
const closeFile = promisify(close)

export type NewLetter = Omit<SunkLetter, "id"> & { source: readonly Buffer[] }

export interface StoreLimits {
  /** Letters are refused before less than this is free on the disk. */
  diskReserveBytes: number
  lettersMax?: number
  segmentBytesMax?: number
}

const LETTERS_MAX = 4_000_000
const SEGMENT_BYTES_MAX = 256 * 1024 * 1024
const LOOK_EVERY_MS = 1_000
/** Of one call of the system. */
const BUFFERS_MAX = 900
export const PAGE_LETTERS_MAX = 200

interface Waiting {
  letter: NewLetter
  onWritten: (id: number) => void
  onFault: (error: unknown) => void
}

/** All letters that the sink took: appended to segments, never changed, found through an index that is made at start. */
export class LetterStore {
  private readonly folder: string
  private readonly limits: Required<StoreLimits>
  private readonly index = new LetterIndex()
  private waiting: Waiting[] = []
  private writing: Promise<void> | null = null
  private segment = 0
  private file = -1
  private offset = 0
  private isDiskFull = false
  private lookedAt = 0

  private constructor(folder: string, limits: StoreLimits) {
    this.folder = folder
    this.limits = { lettersMax: LETTERS_MAX, segmentBytesMax: SEGMENT_BYTES_MAX, ...limits }
  }

  /** Reads what is there; what was written by half when a process was killed is cut off. */
  static async open(folder: string, limits: StoreLimits): Promise<LetterStore> {
    const store = new LetterStore(folder, limits)
    const segments = listSegments(folder)
    for (const segment of segments)
      store.offset = scanSegment(folder, segment, (head, place) => store.index.add(head, place))
    store.segment = segments.at(-1) ?? 1
    if (segments.length > 0) truncateSegment(folder, store.segment, store.offset)
    store.file = openSync(segmentFile(folder, store.segment), "a", 0o600)
    await store.lookAtDisk()
    return store
  }

  get isFull(): boolean {
    return this.isDiskFull || this.index.letters + this.waiting.length >= this.limits.lettersMax
  }

  /**
   * The letter's id, once it is written.
   * @throws AppError limit when there is no room for it
   */
  put(letter: NewLetter): Promise<number> {
    if (this.isFull && Date.now() - this.lookedAt > LOOK_EVERY_MS) void this.lookAtDisk()
    if (this.isFull) return Promise.reject(full())
    return new Promise((onWritten, onFault) => {
      this.waiting.push({ letter, onWritten, onFault })
      this.writing ??= this.writeWaiting()
    })
  }

  has(messageId: string): boolean {
    return this.index.has(messageId)
  }

  list({ before, limit, to, subject }: SinkQuestion): SinkPage {
    const letters: SunkLetter[] = []
    const most = Math.min(limit, PAGE_LETTERS_MAX)
    for (const id of this.index.newestFirst({ before, to, subject })) {
      if (letters.length === most) return { letters, next: letters.at(-1)?.id ?? null }
      const letter = this.headOf(id)
      if (to === undefined || letter.to.some((one) => one.toLowerCase() === to.toLowerCase()))
        letters.push(letter)
    }
    return { letters, next: null }
  }

  /** @throws AppError not_found */
  get(id: number): { letter: SunkLetter; source: Buffer } {
    const place = this.index.placeOf(id)
    if (place === null) throw new AppError("not_found", `The sink has no letter ${id}`)
    const { head, source } = readRecord(this.folder, place)
    return { letter: head, source }
  }

  count(): SinkCount {
    const { letters, messages, bytes } = this.index
    return { letters, messages, bytes, isFull: this.isFull }
  }

  /** Writes what waits. */
  async close(): Promise<void> {
    await this.writing
    closeSync(this.file)
  }

  private headOf(id: number): SunkLetter {
    const place = this.index.placeOf(id)
    if (place === null) throw new AppError("not_found", `The sink has no letter ${id}`)
    return readHeadAt(this.folder, place)
  }

  /** All letters that came since the last time are written at once. */
  private async writeWaiting(): Promise<void> {
    while (this.waiting.length > 0) {
      // Those that come in the same moment go along.
      await new Promise(setImmediate)
      const batch = this.waiting
      this.waiting = []
      try {
        await this.write(batch)
      } catch (cause) {
        await this.takeBack()
        for (const { onFault } of batch) onFault(full(cause))
      }
      if (Date.now() - this.lookedAt > LOOK_EVERY_MS) await this.lookAtDisk()
    }
    this.writing = null
  }

  private async write(batch: readonly Waiting[]): Promise<void> {
    if (this.offset >= this.limits.segmentBytesMax) await this.nextSegment()
    const heads = batch.map(({ letter: { source, ...about } }, nth) => ({
      id: this.index.letters + nth + 1,
      ...about,
    }))
    const records = heads.map((head, nth) => {
      const line = Buffer.from(`${JSON.stringify(head)}\n`)
      return [line, ...(batch[nth]?.letter.source ?? []), RECORD_END]
    })
    const buffers = records.flat()
    for (let at = 0; at < buffers.length; at += BUFFERS_MAX)
      await this.append(buffers.slice(at, at + BUFFERS_MAX))
    let { offset } = this
    heads.forEach((head, nth) => {
      const id = this.index.add(head, { segment: this.segment, offset })
      offset += bytesOf(records[nth] ?? [])
      batch[nth]?.onWritten(id)
    })
    this.offset = offset
  }

  private async append(buffers: readonly Buffer[]): Promise<void> {
    const wanted = bytesOf(buffers)
    const { bytesWritten } = await writeAll(this.file, buffers)
    if (bytesWritten < wanted) throw new Error(`${bytesWritten} of ${wanted} bytes were written`)
  }

  /** Nothing of a batch that could not be written counts. */
  private async takeBack(): Promise<void> {
    this.isDiskFull = true
    this.lookedAt = Date.now()
    await cut(this.file, this.offset)
  }

  private async nextSegment(): Promise<void> {
    await closeFile(this.file)
    this.segment++
    this.offset = 0
    this.file = openSync(segmentFile(this.folder, this.segment), "a", 0o600)
  }

  private async lookAtDisk(): Promise<void> {
    this.lookedAt = Date.now()
    const { bavail, bsize } = await statfs(this.folder)
    this.isDiskFull = bavail * bsize < this.limits.diskReserveBytes
  }
}

const RECORD_END = Buffer.from("\n")

function bytesOf(buffers: readonly Buffer[]): number {
  return buffers.reduce((sum, { length }) => sum + length, 0)
}

function full(cause?: unknown): AppError {
  return new AppError("limit", "the sink has no room for another letter", { cause })
}
