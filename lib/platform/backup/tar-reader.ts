import { type FileHandle, open } from "node:fs/promises"
import { Header } from "tar"
import { AppError } from "../../core/errors.ts"
import { BLOCK, paddingOf } from "./tar-writer.ts"

const PIECE_BYTES_MAX = 1024 * 1024
/** Of an extended header: it holds one path and one size. */
const EXTENDED_BYTES_MAX = 64 * 1024
const RECORD_START_BYTES_MAX = 16
const LINE_END = 0x0a
/** The checksum as we write it: without this a change in its own spaces would go unseen. */
const CHECKSUM = /^[0-7]{6}(?: \0|\0 )$/

/** A file in a tar file. Its content must be read to its end before the next entry is asked for. */
export interface TarEntry {
  path: string
  size: number
  content(): AsyncGenerator<Buffer>
}

type Named = Pick<TarEntry, "path" | "size">

/** A backup that is not what it should be: names the file and, where there is one, the entry. */
export function damaged(file: string, told: string): AppError {
  return new AppError("invalid", `${file}: ${told}; nothing was restored`)
}

/**
 * The entries of a tar file in their order. Nothing but files is let through, and each byte that is not content is
 * checked, so that a change anywhere is either refused here or changes the digest of a content.
 * @throws AppError invalid, naming the entry, for what is damaged, cut off or no file, and for what is no tar file
 */
export async function* readTar(file: string): AsyncGenerator<TarEntry> {
  const handle = await open(file).catch((cause) => {
    throw new AppError("invalid", `${file}: cannot be read (${(cause as NodeJS.ErrnoException).code})`, {
      cause,
    })
  })
  try {
    yield* new Reading(file, handle).entries()
  } finally {
    await handle.close()
  }
}

class Reading {
  private readonly file: string
  private readonly handle: FileHandle
  private position = 0
  /** What an entry is called in a message before its own name is known. */
  private after = "its beginning"

  constructor(file: string, handle: FileHandle) {
    this.file = file
    this.handle = handle
  }

  async *entries(): AsyncGenerator<TarEntry> {
    for (;;) {
      const block = await this.take(BLOCK, `after ${this.after}`)
      if (isZero(block)) break
      const { path, size } = await this.headerFrom(block)
      const end = this.position + size
      yield { path, size, content: () => this.contentOf(path, end) }
      if (this.position !== end) throw new Error(`${path} was not read to its end`)
      await this.skipPadding(size, path)
      this.after = path
    }
    if (!isZero(await this.take(BLOCK, "at its end"))) throw damaged(this.file, "is damaged at its end")
    if ((await this.read(BLOCK)).length > 0) throw damaged(this.file, "goes on after its end")
  }

  /** The header of a file, with the name that an extended header gives it. */
  private async headerFrom(block: Buffer): Promise<Named> {
    const first = this.decode(block)
    if (first.type !== "ExtendedHeader") return this.admitted(first)
    const size = first.size ?? 0
    if (size > EXTENDED_BYTES_MAX) throw damaged(this.file, `is damaged after ${this.after}`)
    const extended = extendedFrom(await this.take(size, `after ${this.after}`))
    await this.skipPadding(size, `the header after ${this.after}`)
    const next = this.decode(await this.take(BLOCK, `after ${this.after}`))
    if (extended === null) throw damaged(this.file, `is damaged after ${this.after}`)
    return this.admitted(next, extended)
  }

  private decode(block: Buffer): Header {
    const header = new Header(block)
    if (header.cksumValid && CHECKSUM.test(block.toString("latin1", 148, 156))) return header
    const told = this.position <= BLOCK ? "is no backup of Tocsin" : `is damaged after ${this.after}`
    throw damaged(this.file, told)
  }

  private admitted(header: Header, extended: Named | null = null): Named {
    const path = extended?.path ?? header.path ?? ""
    if (header.type === "File") return { path, size: extended?.size ?? header.size ?? 0 }
    throw damaged(this.file, `its entry ${path} is no file but of the type ${header.type}`)
  }

  private async *contentOf(path: string, end: number): AsyncGenerator<Buffer> {
    while (this.position < end)
      yield await this.take(Math.min(PIECE_BYTES_MAX, end - this.position), `in its entry ${path}`)
  }

  private async skipPadding(size: number, path: string): Promise<void> {
    if (!isZero(await this.take(paddingOf(size), `in its entry ${path}`)))
      throw damaged(this.file, `its entry ${path} is damaged`)
  }

  private async take(bytes: number, where: string): Promise<Buffer> {
    const taken = await this.read(bytes)
    if (taken.length < bytes)
      throw damaged(this.file, this.position < BLOCK ? "is no backup of Tocsin" : `is cut off ${where}`)
    return taken
  }

  private async read(bytes: number): Promise<Buffer> {
    const buffer = Buffer.allocUnsafe(bytes)
    let filled = 0
    while (filled < bytes) {
      const { bytesRead } = await this.handle.read(buffer, filled, bytes - filled, this.position + filled)
      if (bytesRead === 0) break
      filled += bytesRead
    }
    this.position += filled
    return buffer.subarray(0, filled)
  }
}

/** An extended header as we write it: a path and a size, each once; null for any other. */
function extendedFrom(records: Buffer): Named | null {
  const found: Record<string, string> = {}
  for (let at = 0; at < records.length; ) {
    const [start = "", length, key = ""] =
      /^(\d+) (path|size)=/.exec(records.toString("latin1", at, at + RECORD_START_BYTES_MAX)) ?? []
    const end = at + Number(length)
    if (start === "" || key in found || records[end - 1] !== LINE_END) return null
    found[key] = records.toString("utf8", at + start.length, end - 1)
    at = end
  }
  const { path, size } = found
  return path === undefined || !/^\d{1,15}$/.test(size ?? "") ? null : { path, size: Number(size) }
}

function isZero(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0)
}
