import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs"
import { join } from "node:path"
import { AppError, invalid } from "../../core/errors.ts"
import { isAlive } from "../alone.ts"
import { isLeftOut, RESTORING } from "./kept-files.ts"

/** What may lie in a data folder that a backup is restored into, beside folders that hold nothing. */
const HARMLESS: ReadonlySet<string> = new Set(["postgres-password", "lost+found"])

function removeAbandoned(dataFolder: string, name: string): void {
  const pid = Number(name.slice(RESTORING.length))
  if (isAlive(pid))
    throw new AppError("conflict", `process ${pid} restores a backup into ${dataFolder} already`)
  rmSync(join(dataFolder, name), { recursive: true, force: true })
}

/** @throws AppError invalid when nothing can be made in the data folder */
export function makeFolder(dataFolder: string, folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw invalid(dataFolder, `cannot be written (${(cause as NodeJS.ErrnoException).code})`, cause)
  }
}

/**
 * Folders that were made and never used hold nothing; what an earlier restore left unfinished is removed.
 * @throws AppError conflict naming what is in a data folder already
 */
export function demandEmptyFolder(dataFolder: string): void {
  const found = statSync(dataFolder, { throwIfNoEntry: false })
  if (found === undefined) return
  if (!found.isDirectory()) throw invalid(dataFolder, "is not a folder")
  for (const top of readdirSync(dataFolder)) {
    if (top.startsWith(RESTORING)) removeAbandoned(dataFolder, top)
    if (isLeftOut(top)) continue
    const path = join(dataFolder, top)
    const holds = statSync(path).isDirectory()
      ? readdirSync(path).filter((name) => !HARMLESS.has(name))
      : [""]
    if (holds.length === 0) continue
    throw new AppError(
      "conflict",
      `${dataFolder} holds ${join(top, holds[0] ?? "")} already: a backup is restored into an empty data folder`,
    )
  }
}
