import { createHash } from "node:crypto"
import { createReadStream } from "node:fs"
import { pipeline } from "node:stream/promises"
import { invalid } from "../../core/errors.ts"
import { fingerprint, type InputFile } from "./find-files.ts"

/** Hashes inputs in the background, and tells at the end whether each is still what it was when it was found. */
export class Seals {
  private hashing: Promise<void> = Promise.resolve()
  private readonly files: InputFile[] = []

  /** From now on the file must not change. */
  watch(file: InputFile): void {
    this.files.push(file)
  }

  /** Hashes a watched file when those before it are done. */
  hash(file: InputFile, onHashed: (bytes: number, sha256: string) => void): void {
    this.hashing = this.hashing.then(async () => {
      const hash = createHash("sha256")
      const stream = createReadStream(file.path, { highWaterMark: 1024 * 1024 })
      await pipeline(stream, hash)
      onHashed(stream.bytesRead, hash.digest("hex"))
    })
    this.hashing.catch(() => {}) // Told by `check`.
  }

  /**
   * Waits for the hashes; to be called when nothing will be read any more.
   * @throws AppError invalid naming a file that is not what it was when it was found
   */
  async check(): Promise<void> {
    await this.hashing
    for (const file of this.files) {
      if (fingerprintOrNone(file.path) !== file.fingerprint)
        throw invalid(file.name, "changed while it was read")
    }
  }
}

function fingerprintOrNone(path: string): string | null {
  try {
    return fingerprint(path)
  } catch {
    return null
  }
}
