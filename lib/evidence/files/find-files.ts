import { existsSync, realpathSync, statSync } from "node:fs"
import { isAbsolute, relative, resolve, sep } from "node:path"
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
  const paths = globSync(glob, { cwd: folder, absolute: true, dot: true, expandDirectories: false })
  if (paths.length === 0) throw invalid(field, `no file matches ${glob}`)
  return paths.map((path) => realpathSync(path))
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
  }
}
