import { randomUUID } from "node:crypto"
import { type FileHandle, open, readdir, rename, rm, stat, statfs } from "node:fs/promises"
import { join } from "node:path"
import { AppError, invalid } from "../../core/errors.ts"
import { figure } from "../../core/figure.ts"
import { nameProblem } from "./file-name.ts"

export interface Announced {
  /** How long the file is said to be; null where nobody said. */
  bytesExpected: number | null
  bytesMax: number
  /** So much must stay free on the disk; nothing where absent. */
  bytesReserve?: number
}

/** Puts a file that has arrived in its place; what goes before or after that can be wrapped around it. */
export type TakePlace = (bytes: number, move: () => Promise<void>) => Promise<void>

const PARTIAL = /^\.tocsin-[0-9a-f-]{36}\.partial$/
/** What a process that died left behind is removed when it has not grown for so long. */
const ABANDONED_MS = 24 * 3_600_000
const MIB = 1024 * 1024

/**
 * Takes a file into a folder, whole or not at all: it appears under its name when all of it is on the disk, and
 * replaces one of that name then.
 * @throws AppError limit when it is too large, unavailable when the disk is full, invalid when its name will not do or
 *   fewer or more bytes came than were announced
 */
export async function receiveFile(
  folder: string,
  name: string,
  stream: AsyncIterable<Uint8Array>,
  announced: Announced,
  takePlace: TakePlace = (_, move) => move(),
): Promise<{ path: string; bytes: number }> {
  const problem = nameProblem(name)
  if (problem) throw invalid(shown(name), problem)
  checkSize(name, announced.bytesExpected ?? 0, announced.bytesMax)
  await removeAbandoned(folder)
  const partial = join(folder, `.tocsin-${randomUUID()}.partial`)
  try {
    await checkRoom(folder, announced)
    const handle = await open(partial, "wx", 0o600)
    try {
      const bytes = await writeAll(handle, name, stream, announced)
      await handle.sync()
      await handle.close()
      await takePlace(bytes, async () => {
        await rename(partial, join(folder, name))
        await syncFolder(folder)
      })
      return { path: name, bytes }
    } finally {
      await handle.close().catch(() => {}) // It was closed when all went well.
    }
  } catch (error) {
    throw explained(error, name)
  } finally {
    await rm(partial, { force: true })
  }
}

/** The database lies on the same disk, and stops for good where the last byte is taken. */
async function checkRoom(folder: string, { bytesExpected, bytesReserve = 0 }: Announced): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  if (bavail * bsize - (bytesExpected ?? 0) >= bytesReserve) return
  throw new AppError("unavailable", "the server's disk has no room for this file; nothing of it was kept")
}

async function writeAll(
  handle: FileHandle,
  name: string,
  stream: AsyncIterable<Uint8Array>,
  { bytesExpected, bytesMax }: Announced,
): Promise<number> {
  let bytes = 0
  try {
    for await (const piece of stream) {
      bytes += piece.length
      checkSize(name, bytes, bytesMax)
      if (bytesExpected !== null && bytes > bytesExpected) break
      await write(handle, piece)
    }
  } catch (error) {
    if (error instanceof AppError || error instanceof WriteError) throw error
    throw brokenOff(name, bytes, bytesExpected, error)
  }
  if (bytesExpected !== null && bytes !== bytesExpected) throw brokenOff(name, bytes, bytesExpected)
  return bytes
}

/** The disk's fault, as against the sender's. */
class WriteError extends Error {}

async function write(handle: FileHandle, piece: Uint8Array): Promise<void> {
  let from = 0
  try {
    while (from < piece.length) from += (await handle.write(piece, from)).bytesWritten
  } catch (cause) {
    throw new WriteError("the disk did not take it", { cause })
  }
}

function checkSize(name: string, bytes: number, bytesMax: number): void {
  if (bytes <= bytesMax) return
  const most = bytesMax >= MIB ? `${figure(Math.floor(bytesMax / MIB))} MiB` : `${figure(bytesMax)} bytes`
  throw new AppError(
    "limit",
    `${name}: is larger than ${most}, the most that may be sent; compress it, or let the server read it from a folder`,
  )
}

function brokenOff(name: string, bytes: number, expected: number | null, cause?: unknown) {
  if (expected !== null && bytes > expected)
    return invalid(name, `more came than the ${figure(expected)} bytes that were announced; nothing was kept`)
  const of = expected === null ? "" : ` of ${figure(expected)}`
  return invalid(
    name,
    `the upload broke off after ${figure(bytes)}${of} bytes; nothing was kept, send it again`,
    cause,
  )
}

function explained(error: unknown, name: string): unknown {
  if (error instanceof AppError) return error
  const cause = error instanceof WriteError ? error.cause : error
  const { code } = cause as NodeJS.ErrnoException
  const words: Record<string, string> = {
    ENOSPC: "the server's disk is full",
    EDQUOT: "the server's disk quota is used up",
    EFBIG: "the server's disk takes no file so large",
    EROFS: "the server may not write into the evidence's folder",
    EACCES: "the server may not write into the evidence's folder",
    EIO: "the server's disk failed",
  }
  if (code === "EISDIR" || code === "ENOTEMPTY" || code === "EEXIST")
    return invalid(name, "there is a folder of that name", cause)
  if (code === "ENOENT" || code === "ENOTDIR")
    return new AppError("not_found", `${name}: the evidence's folder is gone`, { cause })
  if (code !== undefined && words[code])
    return new AppError("unavailable", `${name}: ${words[code]}; nothing was kept`, { cause })
  return error
}

/** So that the name survives a loss of power as the bytes do. Where folders cannot be synced, the bytes still are. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, "r")
    await handle.sync().finally(() => handle.close())
  } catch {
    // The file itself is on the disk.
  }
}

async function removeAbandoned(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names.filter((one) => PARTIAL.test(one))) {
    const found = await stat(join(folder, name)).catch(() => null)
    if (found && Date.now() - found.mtimeMs > ABANDONED_MS) await rm(join(folder, name), { force: true })
  }
}

/** A hostile name in a message: no longer than it need be. */
function shown(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name)
}
