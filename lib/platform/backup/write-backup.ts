import { createHash } from "node:crypto"
import { existsSync, readdirSync, realpathSync, rmSync } from "node:fs"
import { type FileHandle, open, rename, rm } from "node:fs/promises"
import { basename, dirname, join, relative, resolve } from "node:path"
import type { Config } from "../../core/config.ts"
import { AppError, invalid } from "../../core/errors.ts"
import { isAlive } from "../alone.ts"
import { secretCheck } from "../secrets.ts"
import { listKeptFiles } from "./kept-files.ts"
import { rememberBackup } from "./last-backup.ts"
import {
  type BackedUpFile,
  ENTRIES,
  FORMAT,
  filePath,
  type Manifest,
  type Opening,
  openingText,
} from "./manifest.ts"
import { writeSnapshot } from "./snapshot.ts"
import { TarWriter } from "./tar-writer.ts"

const PARTIAL = ".partial-"
const PIECE_BYTES = 1024 * 1024

export interface BackupRequest {
  /** Of the database. */
  url: string
  config: Config
  out: string
  /** Of this product. */
  version: string
  signal: AbortSignal
}

/**
 * Writes all that an installation keeps into one file, as it was at one instant, while the console goes on. The file is
 * there whole, on the disk and readable by its owner alone, or it is not there.
 * @throws AppError invalid when it cannot be written there, precondition as `writeSnapshot` does, unavailable when the
 *   disk is full
 */
export async function writeBackup(request: BackupRequest): Promise<Manifest> {
  const out = placeFor(request)
  const partial = `${out}${PARTIAL}${process.pid}`
  removeAbandoned(out)
  try {
    const manifest = await writeWhole(request, partial)
    await rename(partial, out)
    await syncFolder(dirname(out))
    // The backup is made, whether it can be noted or not.
    await rememberBackup(request.config.dataFolder, { at: manifest.at, file: out }).catch(() => {})
    return manifest
  } catch (error) {
    await rm(partial, { force: true })
    throw toldBetter(request.out, error)
  }
}

function placeFor({ out, config }: BackupRequest): string {
  const folder = dirname(resolve(out))
  if (!existsSync(folder)) throw invalid(out, "its folder is not there")
  const place = join(realpathSync(folder), basename(out))
  if (existsSync(place)) throw invalid(out, "is there already; name a new file")
  if (!relative(realpathSync(config.dataFolder), place).startsWith(".."))
    throw invalid(out, "lies in the data folder that it is a backup of; name a file elsewhere")
  return place
}

/** What a backup into the same file left behind when it was killed. */
function removeAbandoned(out: string): void {
  const start = `${basename(out)}${PARTIAL}`
  for (const name of readdirSync(dirname(out)))
    if (name.startsWith(start) && !isAlive(Number(name.slice(start.length))))
      rmSync(join(dirname(out), name), { force: true })
}

async function writeWhole(
  { url, config, version, signal }: BackupRequest,
  partial: string,
): Promise<Manifest> {
  const at = new Date()
  const handle = await open(partial, "wx", 0o600)
  try {
    const writer = new TarWriter(handle, at)
    const opening: Opening = { format: FORMAT, version, at: at.toISOString() }
    await writeText(writer, ENTRIES.opening, openingText(opening))
    const { finishedAttempts, elsewhere, ...snapshot } = await writeSnapshot(url, writer, signal)
    const manifest: Manifest = {
      ...opening,
      ...snapshot,
      files: await writeFiles(config.dataFolder, finishedAttempts, writer, signal),
      elsewhere: [...new Set([...config.evidenceFolders, ...elsewhere])],
      secret: secretCheck(config),
    }
    const text = `${JSON.stringify(manifest, null, 1)}\n`
    await writeText(writer, ENTRIES.manifest, text)
    await writeText(writer, ENTRIES.seal, `${createHash("sha256").update(text).digest("hex")}\n`)
    await writer.end()
    signal.throwIfAborted()
    return manifest
  } finally {
    await handle.close()
  }
}

async function writeText(writer: TarWriter, path: string, text: string): Promise<void> {
  const content = Buffer.from(text)
  await writer.add(path, content.length, [content])
}

/** The files come after the tables: what the tables name is there by then, and what came later does no harm. */
async function writeFiles(
  dataFolder: string,
  finished: ReadonlySet<string>,
  writer: TarWriter,
  signal: AbortSignal,
): Promise<BackedUpFile[]> {
  const files: BackedUpFile[] = []
  for await (const path of listKeptFiles(dataFolder, finished)) {
    const handle = await openIfThere(join(dataFolder, path))
    if (handle === null) continue
    try {
      const { size } = await handle.stat()
      files.push({ path, ...(await writer.add(filePath(path), size, piecesOf(handle, size, signal))) })
    } finally {
      await handle.close()
    }
  }
  return files
}

/** null for an upload that somebody removed meanwhile. */
async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null
    throw error
  }
}

async function* piecesOf(handle: FileHandle, size: number, signal: AbortSignal): AsyncGenerator<Buffer> {
  for (let left = size; left > 0; ) {
    signal.throwIfAborted()
    const piece = Buffer.allocUnsafe(Math.min(PIECE_BYTES, left))
    const { bytesRead } = await handle.read(piece)
    if (bytesRead === 0) return
    left -= bytesRead
    yield piece.subarray(0, bytesRead)
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder)
  await handle.sync().catch(() => {}) // Not every file system can; the file itself is on the disk.
  await handle.close()
}

function toldBetter(out: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (error instanceof AppError || code === undefined) return error
  if (code === "ENOSPC" || code === "EDQUOT" || code === "EFBIG")
    return new AppError("unavailable", `${out}: there is no room for it on the disk; nothing was written`, {
      cause: error,
    })
  if (code === "EACCES" || code === "EPERM" || code === "EROFS")
    return invalid(out, `cannot be written (${code})`, error)
  return error
}
