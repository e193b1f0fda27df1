import { accessSync, constants, mkdirSync, readdirSync, rmSync, statSync } from "node:fs"
import { join } from "node:path"
import { invalid } from "../core/errors.ts"

/** What lies in these is about people: no other user of the machine may look into them. */
const PRIVATE = ["incidents", "secrets", "sink", "spill"] as const
/** A process that was killed leaves its folder for spilling; what nobody has touched for so long is such a one. */
const ABANDONED_MS = 7 * 24 * 3_600_000

/**
 * Makes the data folder and what must lie in it.
 * @throws AppError invalid naming the setting when it cannot be written
 */
export function prepareDataFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
    for (const name of PRIVATE) mkdirSync(join(folder, name), { recursive: true, mode: 0o700 })
    accessSync(folder, constants.W_OK | constants.X_OK)
    removeAbandoned(join(folder, "spill"))
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    const told = code === "EEXIST" || code === "ENOTDIR" ? "is not a folder" : `cannot be written (${code})`
    throw invalid("TOCSIN_DATA", `${folder} ${told}; name another folder`, cause)
  }
}

function removeAbandoned(spill: string): void {
  for (const name of readdirSync(spill)) {
    const found = statSync(join(spill, name), { throwIfNoEntry: false })
    if (found && Date.now() - found.mtimeMs > ABANDONED_MS)
      rmSync(join(spill, name), { recursive: true, force: true })
  }
}
