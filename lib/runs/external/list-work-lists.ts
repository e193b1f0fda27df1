import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { runFolder } from "../planning/run-folder.ts"
import { hasEnded } from "../rules.ts"
import type { ExternalKind } from "./external-kind.ts"

/** A stretch of a run that is for somebody else's system. */
export interface WorkList {
  /** Its name in addresses: the first and the last chunk. */
  stretch: string
  items: number
  /** ISO 8601. */
  deadline: string | null
  /** None: it was handed out, and its list could not be written. */
  files: { name: string; bytes: number; sha256: string }[]
}

interface Chunks {
  fromChunk: number
  toChunk: number
}

const FOLDER = /^work-list-(\d{1,9})-(\d{1,9})$/

/** The work lists of a run that were written, and those that are still to be, in their order. */
export async function listWorkLists(ctx: Context, kind: ExternalKind, runId: string): Promise<WorkList[]> {
  demand(ctx.actor, kind.view)
  const run = await kind.getRun(ctx, runId)
  const folder = join(ctx.config.dataFolder, runFolder(run))
  const names = await readdir(folder).catch(() => [])
  const found = await Promise.all(names.map((name) => findManifest(kind, folder, name)))
  const written = found.filter((list) => list !== null)
  const all = hasEnded(run) ? written : [...written, ...(await unwritten(ctx, runId, written))]
  return all
    .map(({ stretch, items, deadline, files }) => ({ stretch, items, deadline, files }))
    .toSorted((one, other) => Number.parseInt(one.stretch, 10) - Number.parseInt(other.stretch, 10))
}

/** Which chunks a folder's list is of; null: it is no list's folder. */
export function chunksOf(folder: string): Chunks | null {
  const [, from, to] = FOLDER.exec(folder) ?? []
  return from === undefined ? null : { fromChunk: Number(from), toChunk: Number(to) }
}

/** null: it is no list's folder, or one that is being removed or was not brought back whole. */
async function findManifest(
  { words }: ExternalKind,
  folder: string,
  name: string,
): Promise<(WorkList & Chunks) | null> {
  const chunks = chunksOf(name)
  if (!chunks) return null
  const text = await readFile(join(folder, name, "manifest.json"), "utf8").catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null
      throw error
    },
  )
  if (text === null) return null
  const manifest = JSON.parse(text) as Pick<WorkList, "deadline" | "files"> & Record<string, unknown>
  const { deadline, files } = manifest
  const items = Number(manifest[words.many])
  return { ...chunks, stretch: `${chunks.fromChunk}-${chunks.toChunk}`, items, deadline, files }
}

/** What was handed out together has one deadline: it is one list. Chunks that have come back lie between. */
async function unwritten(
  { db }: Pick<Context, "db">,
  runId: string,
  written: readonly Chunks[],
): Promise<WorkList[]> {
  const out = await db.runChunk.findMany({
    where: { runId, state: "handed_out" },
    select: { number: true, sending: true, leaseUntil: true },
    orderBy: { number: "asc" },
  })
  const lists: (Chunks & { items: number; deadline: string | null })[] = []
  let isNew = true
  for (const { number, sending, leaseUntil } of out) {
    if (written.some(({ fromChunk, toChunk }) => number >= fromChunk && number <= toChunk)) {
      isNew = true
      continue
    }
    const deadline = leaseUntil?.toISOString() ?? null
    const last = lists.at(-1)
    if (last && !isNew && last.deadline === deadline) {
      last.toChunk = number
      last.items += sending
    } else lists.push({ fromChunk: number, toChunk: number, items: sending, deadline })
    isNew = false
  }
  return lists.map(({ fromChunk, toChunk, items, deadline }) => ({
    stretch: `${fromChunk}-${toChunk}`,
    items,
    deadline,
    files: [],
  }))
}
