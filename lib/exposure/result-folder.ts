import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { invalid } from "../core/errors.ts"

/** The files of a result, in the order in which they take their places: what has a summary is whole. */
export const resultFiles = [
  "people.parquet",
  "exposures.parquet",
  "evidence.parquet",
  "rejects.ndjson",
  "summary.json",
] as const

/** What the console reads besides; a result of the command line has none of them. */
export const consoleFiles = [
  "coverage.parquet",
  "devices.parquet",
  "actors.parquet",
  "sources.parquet",
  "people-view.parquet",
  "exposures-view.parquet",
  "evidence-view.parquet",
  "actors-view.parquet",
  "identities.parquet",
] as const

/** Of these, what is made of the others: pseudonyms in place of account ids, and last whose each one is. */
export const viewFiles = [
  "people-view.parquet",
  "exposures-view.parquet",
  "evidence-view.parquet",
  "actors-view.parquet",
  "identities.parquet",
] as const satisfies readonly (typeof consoleFiles)[number][]
export type ViewFile = (typeof viewFiles)[number]

export type ResultFile = (typeof resultFiles | typeof consoleFiles)[number]

/** How a folder begins in which the process of that number is making something. */
export const PARTIAL = ".partial-"

/**
 * A folder that a result is made in. Everything is written into a partial folder inside it and only moves to its place
 * when all of it is there, the summary last: a folder without a summary.json holds no result.
 */
export class ResultFolder {
  readonly path: string
  private readonly partial: string
  /** The outermost folder that was made for the result, with all that lie between. */
  private made: string | undefined

  /** @throws AppError invalid when the folder holds something and `force` is not given */
  constructor(path: string, force: boolean) {
    this.path = resolve(path)
    this.partial = join(this.path, `${PARTIAL}${process.pid}`)
    if (!existsSync(this.path)) return
    if (!statSync(this.path).isDirectory()) throw invalid(path, "is not a folder")
    const others = withoutLeftovers(readdirSync(this.path))
    if (others.length > 0 && !force)
      throw invalid(path, `is not empty (${others[0]}); --force replaces a result in it`)
    for (const file of [...consoleFiles, ...resultFiles]) {
      const place = join(this.path, file)
      if (existsSync(place) && statSync(place).isDirectory()) throw invalid(path, `${file} is a folder`)
    }
  }

  /** Makes the partial folder, and removes those that killed runs left behind. */
  open(): void {
    try {
      this.makeFolders(this.path)
      for (const name of readdirSync(this.path).filter(isAbandoned))
        rmSync(join(this.path, name), { recursive: true })
      for (const folder of [this.partial, this.workFolder, this.spillFolder]) mkdirSync(folder)
    } catch (cause) {
      throw invalid(this.path, `cannot be written (${(cause as NodeJS.ErrnoException).code})`, cause)
    }
  }

  /** Makes a folder and those above it, one by one: some file systems never come to an end of it otherwise. */
  private makeFolders(folder: string): void {
    if (existsSync(folder)) return
    this.makeFolders(dirname(folder))
    mkdirSync(folder)
    this.made ??= folder
  }

  /** Where a file of the result is written. */
  place(file: ResultFile): string {
    return join(this.partial, file)
  }

  get workFolder(): string {
    return join(this.partial, "work")
  }

  get spillFolder(): string {
    return join(this.partial, "spill")
  }

  /** Puts the finished result in its place. */
  commit(): void {
    rmSync(join(this.path, "summary.json"), { force: true })
    const written = [...consoleFiles.filter((file) => existsSync(this.place(file))), ...resultFiles]
    for (const file of written) renameSync(this.place(file), join(this.path, file))
    rmSync(this.partial, { recursive: true, force: true })
  }

  /** Leaves nothing behind of a run that did not finish. What cannot be removed must not hide why it did not. */
  discard(): void {
    try {
      this.removeWhatWasMade()
    } catch {
      // A partial folder stays; the next run into this folder removes it.
    }
  }

  private removeWhatWasMade(): void {
    // Retries, for a file that is being written may appear meanwhile.
    rmSync(this.partial, { recursive: true, force: true, maxRetries: 5 })
    if (this.made === undefined) return
    for (let folder = this.path; readdirSync(folder).length === 0; folder = dirname(folder)) {
      rmdirSync(folder)
      if (folder === this.made) return
    }
  }
}

/** Names in a folder, without those that a killed run left behind: its partial folder, and files that had taken their places. */
function withoutLeftovers(names: readonly string[]): string[] {
  const isCutShort = names.some(isAbandoned) && !names.includes("summary.json")
  const ours: readonly string[] = [...consoleFiles, ...resultFiles]
  return names.filter((name) => !isAbandoned(name) && !(isCutShort && ours.includes(name)))
}

/** A partial folder whose process is no longer there. */
export function isAbandoned(name: string): boolean {
  if (!name.startsWith(PARTIAL)) return false
  const pid = Number(name.slice(PARTIAL.length))
  if (pid === process.pid) return true
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH"
  }
}
