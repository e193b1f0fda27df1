import { opendir } from "node:fs/promises"
import { join } from "node:path"
import { AppError } from "../../core/errors.ts"

export const LAST_BACKUP = "last-backup.json"
/** How a folder begins in which a restore puts together what it reads. */
export const RESTORING = ".restoring-"

/** Of the data folder: what a server makes for itself, and what is nobody's when its process has ended. */
const NOT_KEPT: ReadonlySet<string> = new Set(["postgres", "spill", "logs", "lost+found", LAST_BACKUP])
/** The password belongs to the server beside it: a restored installation has its own. */
const POSTGRES_PASSWORD = "secrets/postgres-password"
const UPLOADING = /^\.tocsin-[0-9a-f-]{36}\.partial$/

/** Where an attempt at a revision puts its result, below the data folder. */
export function attemptPath(incidentId: string, revision: number, attempt: number): string {
  return `incidents/${incidentId}/revisions/${revision}/attempt-${attempt}`
}

/** Whether a path below the data folder is no part of what Tocsin keeps. */
export function isLeftOut(path: string): boolean {
  const names = path.split("/")
  const [top = "", , kind] = names
  const last = names.at(-1) ?? ""
  if (NOT_KEPT.has(top) || path === POSTGRES_PASSWORD) return true
  if (names.length === 1) return /^postgres\.|\.(?:lock|log)$|\.lock\./.test(top) || top.startsWith(RESTORING)
  if (top === "secrets") return last.includes(".making-")
  if (top !== "incidents") return false
  if (kind === "evidence") return UPLOADING.test(last)
  return names.some((name) => name.startsWith(".partial-"))
}

/** Whether a path is an attempt's folder that made no result. */
function isUnfinished(path: string, finished: ReadonlySet<string>): boolean {
  return /^incidents\/[^/]+\/revisions\/[^/]+\/[^/]+$/.test(path) && !finished.has(path)
}

/**
 * The files of a data folder that a backup holds, as paths below it, in the order of their names.
 * @throws AppError precondition for a link inside: what it leads to may lie anywhere
 */
export async function* listKeptFiles(
  dataFolder: string,
  finished: ReadonlySet<string>,
  folder = "",
): AsyncGenerator<string> {
  for (const { name, kind } of await entriesOf(join(dataFolder, folder))) {
    const path = folder === "" ? name : `${folder}/${name}`
    if (isLeftOut(path) || isUnfinished(path, finished)) continue
    // A folder of the first level may lie on another disk.
    const isFolder = kind === "folder" || (kind === "link" && folder === "")
    if (isFolder) yield* listKeptFiles(dataFolder, finished, path)
    else if (kind === "file") yield path
    else if (kind === "link")
      throw new AppError("precondition", `${join(dataFolder, path)} is a link: a backup holds files alone`)
  }
}

interface Found {
  name: string
  kind: "file" | "folder" | "link" | "other"
}

/** What a folder holds; nothing when it went away meanwhile, as a finished process's does. */
async function entriesOf(folder: string): Promise<Found[]> {
  const found: Found[] = []
  try {
    for await (const entry of await opendir(folder)) found.push({ name: entry.name, kind: kindOf(entry) })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1))
}

function kindOf(entry: {
  isFile(): boolean
  isDirectory(): boolean
  isSymbolicLink(): boolean
}): Found["kind"] {
  if (entry.isFile()) return "file"
  if (entry.isDirectory()) return "folder"
  return entry.isSymbolicLink() ? "link" : "other"
}
