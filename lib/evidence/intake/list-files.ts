import type { Dirent } from "node:fs"
import { readdir, realpath, stat } from "node:fs/promises"
import { join } from "node:path"
import { AppError, invalid } from "../../core/errors.ts"
import { figure } from "../../core/figure.ts"
import { isWithin } from "../files/within.ts"
import { EVIDENCE_FILES_MAX } from "./schemas.ts"

export interface EvidenceFile {
  /** Relative to the folder, parted by `/`. */
  path: string
  bytes: number
  modifiedAt: Date
}

/** Entries looked at, files or not: a folder that was named by mistake must not keep the server busy. */
const ENTRIES_MAX = 100_000
const DEPTH_MAX = 32

/**
 * Lists the files of a folder and those below it in order of their paths; hidden ones and what is only partly there
 * are left out. Links are followed where they lead into the folder or one of `confinedTo`.
 * @throws AppError invalid for a link that leads elsewhere, limit when there are too many files
 */
export async function listFiles(
  folder: string,
  { confinedTo = [] }: { confinedTo?: readonly string[] } = {},
): Promise<EvidenceFile[]> {
  const root = await realpath(folder).catch((cause) => {
    throw new AppError("not_found", `${folder}: there is no such folder`, { cause })
  })
  const others = await Promise.all(confinedTo.map((one) => realpath(one).catch(() => one)))
  const listing = new Listing([root, ...others])
  await listing.enter(root, "", 0)
  return listing.files.sort((a, b) => (a.path < b.path ? -1 : 1))
}

class Listing {
  readonly files: EvidenceFile[] = []
  private readonly allowed: readonly string[]
  private readonly entered = new Set<string>()
  private entries = 0

  constructor(allowed: readonly string[]) {
    this.allowed = allowed
  }

  /** A folder that several links lead to is listed once. */
  async enter(folder: string, path: string, depth: number): Promise<void> {
    if (this.entered.has(folder) || depth > DEPTH_MAX) return
    this.entered.add(folder)
    for (const entry of await entriesOf(folder, path)) {
      if (entry.name.startsWith(".")) continue
      if (++this.entries > ENTRIES_MAX) throw tooMany()
      await this.take(entry, folder, path === "" ? entry.name : `${path}/${entry.name}`, depth)
    }
  }

  private async take(entry: Dirent, folder: string, path: string, depth: number): Promise<void> {
    const place = join(folder, entry.name)
    const real = entry.isSymbolicLink() ? await this.target(place, path) : place
    const found = await stat(real).catch((cause) => {
      const { code } = cause as NodeJS.ErrnoException
      // Between the listing and now an upload may have replaced or somebody removed it.
      if (code === "ENOENT" && !entry.name.includes("\ufffd")) return null
      throw invalid(
        path,
        code === "ENOENT" ? "its name is not UTF-8; rename it" : `cannot be read (${code})`,
        cause,
      )
    })
    if (found?.isDirectory()) return this.enter(real, path, depth + 1)
    if (!found?.isFile()) return
    if (this.files.length >= EVIDENCE_FILES_MAX) throw tooMany()
    this.files.push({ path, bytes: found.size, modifiedAt: found.mtime })
  }

  private async target(place: string, path: string): Promise<string> {
    const real = await realpath(place).catch((cause) => {
      throw invalid(path, "is a link that leads nowhere", cause)
    })
    if (!isWithin(real, this.allowed))
      throw invalid(path, "is a link that leads out of the evidence's folder")
    return real
  }
}

async function entriesOf(folder: string, path: string): Promise<Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch (cause) {
    throw invalid(path || folder, `cannot be read (${(cause as NodeJS.ErrnoException).code})`, cause)
  }
}

function tooMany(): AppError {
  return new AppError(
    "limit",
    `the folder holds more than ${figure(EVIDENCE_FILES_MAX)} files; name a folder with the evidence alone, or write an incident file with globs`,
  )
}
