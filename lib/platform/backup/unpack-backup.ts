import { createHash, type Hash } from "node:crypto"
import { readdirSync, rmdirSync, rmSync, statSync } from "node:fs"
import { mkdir, open } from "node:fs/promises"
import { dirname, join } from "node:path"
import type { z } from "zod"
import { AppError } from "../../core/errors.ts"
import { demandEmptyFolder, makeFolder } from "./empty-folder.ts"
import { isLeftOut, RESTORING } from "./kept-files.ts"
import {
  type BackedUpFile,
  ENTRIES,
  FORMAT,
  filePath,
  type Manifest,
  manifestSchema,
  openingSchema,
  openingText,
  partPath,
} from "./manifest.ts"
import { damaged, readTar, type TarEntry } from "./tar-reader.ts"

const TEXT_BYTES_MAX = 256 * 1024 * 1024
/** A backup whose every byte was checked, in a folder beside the places where it belongs. */
export interface Unpacked {
  file: string
  manifest: Manifest
  folder: string
  /** Removes what was not put in its place, and the data folder where it was made for nothing. */
  discard(): void
}

/**
 * Reads a whole backup into a partial folder of the data folder, and checks it against its manifest before anything is
 * put in place.
 * @throws AppError invalid, naming the entry, for a file that is damaged, cut off, newer or none of ours; conflict when
 *   the data folder holds something already
 */
export async function unpackBackup(file: string, dataFolder: string, signal: AbortSignal): Promise<Unpacked> {
  demandEmptyFolder(dataFolder)
  const wasThere = statSync(dataFolder, { throwIfNoEntry: false }) !== undefined
  const folder = join(dataFolder, `${RESTORING}${process.pid}`)
  const discard = () => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    if (!wasThere && readdirSync(dataFolder).length === 0) rmdirSync(dataFolder)
  }
  makeFolder(dataFolder, folder)
  try {
    return { file, manifest: await new Unpacking(file, folder, signal).run(), folder, discard }
  } catch (error) {
    discard()
    if ((error as NodeJS.ErrnoException).code === "ENOSPC")
      throw new AppError(
        "unavailable",
        `${dataFolder}: there is no room for the backup; nothing was restored`,
        {
          cause: error,
        },
      )
    throw error
  }
}

interface Measured {
  hash: Hash
  bytes: number
  parts: number
}

class Unpacking {
  private readonly file: string
  private readonly folder: string
  private readonly signal: AbortSignal
  private readonly tables = new Map<string, Measured>()
  private readonly files = new Map<string, BackedUpFile>()
  private manifest: { value: Manifest; sha256: string } | null = null
  private opening: string | null = null
  private isSealed = false

  constructor(file: string, folder: string, signal: AbortSignal) {
    this.file = file
    this.folder = folder
    this.signal = signal
  }

  async run(): Promise<Manifest> {
    for await (const entry of readTar(this.file)) {
      this.signal.throwIfAborted()
      await this.take(entry)
    }
    if (this.manifest === null || !this.isSealed) throw damaged(this.file, "is cut off: it has no manifest")
    this.compare(this.manifest.value)
    return this.manifest.value
  }

  private async take(entry: TarEntry): Promise<void> {
    const { path } = entry
    if (this.opening === null) return await this.takeOpening(entry)
    if (this.isSealed) throw damaged(this.file, `holds ${path} after its end`)
    if (this.manifest !== null) return await this.takeSeal(entry, this.manifest.sha256)
    if (path === ENTRIES.manifest) return await this.takeManifest(entry)
    const [top, name = "", nth, ...more] = path.split("/")
    if (top === "tables" && /^[a-z_]\w*$/.test(name) && /^\d+$/.test(nth ?? "") && more.length === 0)
      return await this.takePart(entry, name)
    if (top === "files" && isSafe(path)) return await this.takeFile(entry)
    throw damaged(this.file, `its entry ${path} is nothing that a backup holds`)
  }

  private async takeOpening(entry: TarEntry): Promise<void> {
    if (entry.path !== ENTRIES.opening) throw damaged(this.file, "is no backup of Tocsin")
    const text = (await this.textOf(entry)).toString("utf8")
    const { format, version } = this.parse(entry, openingSchema, text)
    if (format > FORMAT)
      throw damaged(this.file, `was made by Tocsin ${version}, which is newer than this version`)
    this.opening = text
  }

  private async takeManifest(entry: TarEntry): Promise<void> {
    const text = await this.textOf(entry)
    const sha256 = createHash("sha256").update(text).digest("hex")
    // Read as what it should be only when the seal has shown that it is.
    this.manifest = { value: this.parse(entry, manifestSchema, text.toString("utf8")), sha256 }
  }

  private async takeSeal(entry: TarEntry, sha256: string): Promise<void> {
    if (entry.path !== ENTRIES.seal) throw damaged(this.file, `holds ${entry.path} after its manifest`)
    if ((await this.textOf(entry)).toString("utf8") !== `${sha256}\n`)
      throw damaged(this.file, `its entry ${ENTRIES.manifest} is damaged`)
    this.isSealed = true
  }

  private async takePart(entry: TarEntry, name: string): Promise<void> {
    const table = this.tables.get(name) ?? { hash: createHash("sha256"), bytes: 0, parts: 0 }
    if (entry.path !== partPath(name, ++table.parts))
      throw damaged(this.file, `its entry ${entry.path} is not where it should be`)
    this.tables.set(name, table)
    await this.store(entry, (piece) => {
      table.hash.update(piece)
      table.bytes += piece.length
    })
  }

  private async takeFile(entry: TarEntry): Promise<void> {
    const hash = createHash("sha256")
    if (this.files.has(entry.path)) throw damaged(this.file, `holds ${entry.path} twice`)
    await this.store(entry, (piece) => hash.update(piece))
    this.files.set(entry.path, { path: entry.path, bytes: entry.size, sha256: hash.digest("hex") })
  }

  private async store(entry: TarEntry, see: (piece: Buffer) => void): Promise<void> {
    const place = join(this.folder, entry.path)
    await mkdir(dirname(place), { recursive: true, mode: 0o700 })
    const handle = await open(place, "wx", 0o600)
    try {
      for await (const piece of entry.content()) {
        this.signal.throwIfAborted()
        see(piece)
        for (let at = 0; at < piece.length; ) at += (await handle.write(piece, at)).bytesWritten
      }
      await handle.sync()
    } finally {
      await handle.close()
    }
  }

  private async textOf(entry: TarEntry): Promise<Buffer> {
    if (entry.size > TEXT_BYTES_MAX) throw damaged(this.file, `its entry ${entry.path} is damaged`)
    const pieces: Buffer[] = []
    for await (const piece of entry.content()) pieces.push(piece)
    return Buffer.concat(pieces)
  }

  private parse<T extends z.ZodType>(entry: TarEntry, schema: T, text: string): z.output<T> {
    try {
      return schema.parse(JSON.parse(text))
    } catch {
      throw damaged(this.file, `its entry ${entry.path} is damaged`)
    }
  }

  /** What was read is what was written: each table and each file, and none besides. */
  private compare(manifest: Manifest): void {
    if (this.opening !== openingText(manifest))
      throw damaged(this.file, `its entry ${ENTRIES.opening} is damaged`)
    for (const { name, bytes, parts, sha256 } of manifest.tables) {
      const found = this.tables.get(name) ?? { hash: createHash("sha256"), bytes: 0, parts: 0 }
      this.tables.delete(name)
      if (found.parts !== parts) throw damaged(this.file, `the table ${name} is not whole`)
      if (found.bytes !== bytes || found.hash.digest("hex") !== sha256)
        throw damaged(this.file, `its entry tables/${name} is damaged`)
    }
    for (const { path, bytes, sha256 } of manifest.files) {
      const found = this.files.get(filePath(path))
      this.files.delete(filePath(path))
      if (found === undefined) throw damaged(this.file, `its entry ${filePath(path)} is missing`)
      if (found.bytes !== bytes || found.sha256 !== sha256)
        throw damaged(this.file, `its entry ${filePath(path)} is damaged`)
    }
    for (const path of [...this.files.keys(), ...[...this.tables.keys()].map((name) => `tables/${name}`)])
      throw damaged(this.file, `its entry ${path} is not named in its manifest`)
  }
}

/** Whether a path stays where it is put, and is one that a backup may hold. */
function isSafe(path: string): boolean {
  const names = path.split("/")
  const isPlain = names.every((name) => name !== "" && name !== "." && name !== ".." && !/[\0\\]/.test(name))
  return isPlain && names.length > 1 && !isLeftOut(names.slice(1).join("/"))
}
