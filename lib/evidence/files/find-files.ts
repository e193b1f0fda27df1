import { existsSync, readdirSync, realpathSync, statSync } from "node:fs"
import { isAbsolute, join, relative, resolve, sep } from "node:path"
import picomatch from "picomatch"
import { globSync, isDynamicPattern } from "tinyglobby"
import { invalid } from "../../core/errors.ts"

export type FileFormat = "ndjson" | "json" | "csv" | "parquet" | "regex"

export interface InputFile {
  /** Absolute, with links resolved. */
  path: string
  /** As reports show it: relative to the incident file where it lies below it. */
  name: string
  /** What the name promises; null when the name says nothing and only a mapping can. */
  format: FileFormat | null
  gzip: boolean
  /** The state of the file when it was found. */
  fingerprint: string
}

const formatOf: Record<string, FileFormat> = {
  ndjson: "ndjson",
  jsonl: "ndjson",
  json: "json",
  csv: "csv",
  parquet: "parquet",
}

/**
 * The files that the globs of one table name, each once, in order of their names.
 * @throws AppError invalid when a glob matches nothing or a name is no regular file
 */
export function findFiles(globs: readonly string[], folder: string, field: string): InputFile[] {
  const found = new Map<string, InputFile>()
  for (const glob of globs) {
    for (const path of matches(glob, folder, field)) {
      if (!found.has(path)) found.set(path, describe(path, folder))
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

function matches(glob: string, folder: string, field: string): string[] {
  const literal = resolve(folder, glob)
  if (existsSync(literal)) {
    if (!statSync(literal).isFile()) throw invalid(field, `${glob} is not a file`)
    return [realpathSync(literal)]
  }
  if (!isDynamicPattern(glob)) throw invalid(field, `there is no file ${glob}`)
  const lost = lostLinks(glob, folder)[0]
  if (lost) throw invalid(field, `${lost} is a link that leads nowhere`)
  const paths = globSync(glob, { cwd: folder, absolute: true, dot: true, expandDirectories: false })
  if (paths.length === 0) throw invalid(field, `no file matches ${glob}`)
  return paths.map((path) => target(path, field))
}

/** Links that match a glob and lead nowhere: each is a missing file, which globbing leaves out without a word. */
function lostLinks(glob: string, folder: string): string[] {
  const { base, glob: rest } = picomatch.scan(glob)
  const within = resolve(folder, base)
  if (!existsSync(within)) return []
  const matches = picomatch(rest, { dot: true })
  return readdirSync(within, { recursive: rest.includes("/"), withFileTypes: true })
    .filter((entry) => entry.isSymbolicLink())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => matches(relative(within, path).split(sep).join("/")) && !existsSync(path))
    .map((path) => relative(folder, path))
}

function target(path: string, field: string): string {
  try {
    return realpathSync(path)
  } catch (cause) {
    throw invalid(field, `${path} cannot be read (${(cause as NodeJS.ErrnoException).code})`, cause)
  }
}

function describe(path: string, folder: string): InputFile {
  const fromFolder = relative(realpathSync(folder), path)
  const outside = fromFolder.startsWith("..") || isAbsolute(fromFolder)
  const gzip = path.toLowerCase().endsWith(".gz")
  const extension = (gzip ? path.slice(0, -3) : path).toLowerCase().split(".").at(-1) ?? ""
  return {
    path,
    name: outside ? path : fromFolder.split(sep).join("/"),
    format: formatOf[extension] ?? null,
    gzip,
    fingerprint: fingerprint(path),
  }
}

/** What tells one state of a file from another. */
export function fingerprint(path: string): string {
  const { dev, ino, size, mtimeNs } = statSync(path, { bigint: true })
  return [dev, ino, size, mtimeNs].join(" ")
}
