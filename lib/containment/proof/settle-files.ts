import { createReadStream } from "node:fs"
import { copyFile, open, stat, truncate } from "node:fs/promises"
import { basename, join } from "node:path"
import { Writable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { createGunzip } from "node:zlib"
import { AppError } from "../../core/errors.ts"
import { fingerprint, type InputFile } from "../../evidence/files/find-files.ts"
import { filesOf } from "../../evidence/incident-file.ts"
import type { FileNote } from "./found.ts"

export interface Settled {
  /** By source. */
  files: Map<string, InputFile[]>
  notes: FileNote[]
}

interface Folder {
  folder: string
  globs: ReadonlyMap<string, readonly string[]>
  workFolder: string
  /** A file that has not changed for so long is taken as finished. */
  settledAfterMs: number
  /** Files that turned out not to be readable, by name. */
  without: ReadonlyMap<string, FileNote>
}

/**
 * The files of a log that goes on growing, each as it is at this moment: of those that changed just now, a copy up to the
 * end of their last whole line; one that is not whole yet, such as half an archive, is left for the next reading.
 * @throws AppError unavailable when the folder cannot be read
 */
export async function settleFiles({
  folder,
  globs,
  workFolder,
  settledAfterMs,
  without,
}: Folder): Promise<Settled> {
  const found = await stat(folder).catch((cause: NodeJS.ErrnoException) => {
    throw new AppError("unavailable", `The folder ${folder} cannot be read (${cause.code})`, { cause })
  })
  if (!found.isDirectory()) throw new AppError("unavailable", `${folder} is not a folder any more`)
  const taken = new Set<string>()
  const settled: Settled = { files: new Map(), notes: [...without.values()] }
  let copies = 0
  for (const [source, patterns] of globs) {
    const files: InputFile[] = []
    settled.files.set(source, files)
    for (const file of listed(folder, patterns, settled.notes)) {
      if (taken.has(file.path) || without.has(file.name)) continue
      taken.add(file.path)
      const copy = join(workFolder, `settled-${copies++}-${basename(file.path)}`)
      const one = await settle(file, copy, settledAfterMs, settled.notes).catch(
        (cause: NodeJS.ErrnoException) => {
          settled.notes.push(note(file, "unreadable", `cannot be read (${cause.code ?? cause.message})`))
          return null
        },
      )
      if (one) files.push(one)
    }
  }
  return settled
}

/** What the globs of a source match, hidden files apart; that one matches nothing is no fault of a folder that fills. */
function listed(folder: string, globs: readonly string[], notes: FileNote[]): InputFile[] {
  const files = new Map<string, InputFile>()
  for (const glob of globs) {
    try {
      for (const file of filesOf([glob], { folder, confinedTo: [folder] }, "log")) files.set(file.path, file)
    } catch (error) {
      if (!(error instanceof AppError))
        throw new AppError("unavailable", `${folder}: ${String(error)}`, { cause: error })
      if (!/no file matches|there is no file/.test(error.message))
        notes.push({ file: glob, kind: "unreadable", words: error.message })
    }
  }
  return [...files.values()].filter(({ name }) => !name.split("/").some((part) => part.startsWith(".")))
}

async function settle(
  file: InputFile,
  copy: string,
  settledAfterMs: number,
  notes: FileNote[],
): Promise<InputFile | null> {
  const { mtimeMs, size } = await stat(file.path)
  if (Date.now() - mtimeMs > settledAfterMs) return file
  if (size === 0) return null
  await copyFile(file.path, copy)
  const asCopied: InputFile = { ...file, path: copy }
  const isLines = !file.gzip && file.format !== "parquet" && file.format !== "json"
  if (!isLines) {
    const isWhole = await whole(asCopied)
    if (!isWhole) notes.push(note(file, "being_written", "is being written; it is left for the next reading"))
    return isWhole ? { ...asCopied, fingerprint: fingerprint(copy) } : null
  }
  const end = await endOfLastLine(copy)
  const copied = (await stat(copy)).size
  if (end < copied) {
    await truncate(copy, end)
    const bytes = `${copied - end} ${copied - end === 1 ? "byte" : "bytes"}`
    notes.push(
      note(file, "half_line", `its last line is being written; ${bytes} are left for the next reading`),
    )
  }
  return end === 0 ? null : { ...asCopied, fingerprint: fingerprint(copy) }
}

function note({ name }: InputFile, kind: FileNote["kind"], words: string): FileNote {
  return { file: name, kind, words: `${name}: ${words}` }
}

const BLOCK_BYTES = 64 * 1024

/** How many bytes of a file are whole lines. */
async function endOfLastLine(path: string): Promise<number> {
  const file = await open(path)
  try {
    let end = (await file.stat()).size
    const block = Buffer.alloc(BLOCK_BYTES)
    while (end > 0) {
      const begin = Math.max(0, end - BLOCK_BYTES)
      const { bytesRead } = await file.read(block, 0, end - begin, begin)
      const at = block.subarray(0, bytesRead).lastIndexOf(0x0a)
      if (at >= 0) return begin + at + 1
      end = begin
    }
    return 0
  } finally {
    await file.close()
  }
}

/** Whether a file that cannot be cut anywhere is complete: an archive, a Parquet file, a JSON document. */
async function whole({ path, gzip, format }: InputFile): Promise<boolean> {
  if (gzip) return await isWholeArchive(path)
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const tail = Buffer.alloc(Math.min(size, 64))
    await file.read(tail, 0, tail.length, size - tail.length)
    return format === "parquet"
      ? tail.toString("latin1").endsWith("PAR1")
      : /[\]}]\s*$/.test(tail.toString("utf8"))
  } finally {
    await file.close()
  }
}

async function isWholeArchive(path: string): Promise<boolean> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  return await pipeline(createReadStream(path), createGunzip(), nowhere).then(
    () => true,
    () => false,
  )
}
