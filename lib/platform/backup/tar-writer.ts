import { createHash } from "node:crypto"
import type { FileHandle } from "node:fs/promises"
import { Header, Pax } from "tar"
import { AppError } from "../../core/errors.ts"

export const BLOCK = 512
/** Other users of a machine where it is unpacked by hand may not look into it. */
const MODE = 0o600
/** Seen by programs alone that know no extended headers. */
const STAND_IN = "long-name"

/** What was written of an entry, or read. */
export interface Measured {
  bytes: number
  sha256: string
}

/** Appends entries to a tar file, one after another, each with a size that is known before. */
export class TarWriter {
  private readonly handle: FileHandle
  private readonly at: Date

  constructor(handle: FileHandle, at: Date) {
    this.handle = handle
    this.at = at
  }

  /** @throws AppError unavailable when the content is not as long as was said: it was changed meanwhile */
  async add(
    path: string,
    size: number,
    content: AsyncIterable<Buffer> | Iterable<Buffer>,
  ): Promise<Measured> {
    await this.write(this.headerOf(path, size))
    const hash = createHash("sha256")
    let bytes = 0
    for await (const piece of content) {
      bytes += piece.length
      if (bytes > size) break
      hash.update(piece)
      await this.write(piece)
    }
    if (bytes !== size) throw new AppError("unavailable", `${path} changed while it was read; try again`)
    await this.write(Buffer.alloc(paddingOf(size)))
    return { bytes, sha256: hash.digest("hex") }
  }

  /** Ends the archive and waits until the disk has it. */
  async end(): Promise<void> {
    await this.write(Buffer.alloc(2 * BLOCK))
    await this.handle.sync()
  }

  private headerOf(path: string, size: number): Buffer {
    const data = { size, mode: MODE, mtime: this.at, type: "File" } as const
    const block = Buffer.alloc(BLOCK)
    if (!new Header({ ...data, path }).encode(block)) return block
    // What does not fit is in an extended header, which stands before one with a name that fits.
    new Header({ ...data, path: STAND_IN }).encode(block.fill(0))
    return Buffer.concat([new Pax({ path, size }).encode(), block])
  }

  private async write(piece: Buffer): Promise<void> {
    for (let written = 0; written < piece.length; )
      written += (await this.handle.write(piece, written)).bytesWritten
  }
}

/** How many zeros follow on so many bytes, up to the end of their last block. */
export function paddingOf(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK
}
