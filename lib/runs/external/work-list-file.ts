import { createHash } from "node:crypto"
import { appendFile, open, writeFile } from "node:fs/promises"
import { join } from "node:path"

export interface WorkListFile {
  name: string
  bytes: number
  /** In hexadecimal. */
  sha256: string
}

/** A new file of a work list, which nobody else may read; it ends with its size and digest. */
export async function beginFile(folder: string, name: string) {
  const path = join(folder, name)
  await writeFile(path, "", { mode: 0o600 })
  const hash = createHash("sha256")
  let bytes = 0
  return {
    async write(text: string) {
      const piece = Buffer.from(text)
      hash.update(piece)
      bytes += piece.length
      await appendFile(path, piece)
    },
    async end(): Promise<WorkListFile> {
      const file = await open(path, "r+")
      try {
        await file.sync()
      } finally {
        await file.close()
      }
      return { name, bytes, sha256: hash.digest("hex") }
    },
  }
}

/** SHA-256, in hexadecimal. */
export function digestOf(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex")
}
