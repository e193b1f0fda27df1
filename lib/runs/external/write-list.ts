import { randomUUID } from "node:crypto"
import { mkdir, rename, rm, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import type { PlannedRun } from "../../../prisma/generated/client.ts"
import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { holdRun } from "../hold-run.ts"
import { runFolder } from "../planning/run-folder.ts"
import { demandGoesOut } from "./demand-goes-out.ts"
import type { ExternalItem, ExternalKind } from "./external-kind.ts"
import { signManifest, workListPublicKey } from "./signing-key.ts"
import { digestOf, type WorkListFile } from "./work-list-file.ts"
import { manifestOf } from "./work-list-manifest.ts"

export interface WrittenList {
  /** Absolute: the files, manifest.json with their digests, and manifest.sig, its Ed25519 signature in base 64. */
  folder: string
  /** Its name: the first and the last chunk. */
  stretch: string
  files: WorkListFile[]
  items: number
  /** What has not come back by then is unknown. */
  deadlineAt: Date | null
  /** PEM. */
  publicKey: string
}

/** A list whose files are being written. */
export interface ListInWriting {
  run: PlannedRun
  fromChunk: number
  toChunk: number
  folder: string
  /** The items that are on it, in their order. */
  pages: AsyncIterable<ExternalItem[]>
}

/** Writes the files of a list, as its kind has them; gives how many lines they have, and what the manifest says besides. */
export type WriteItems = (list: ListInWriting) => Promise<{
  files: WorkListFile[]
  items: number
  besides?: Readonly<Record<string, string | number | readonly string[]>>
}>

const PAGE_ROWS = 500

/**
 * Writes the work list of a stretch that was handed out, signed: what of it no result has come back about, without what
 * was to be held since. The same items have the same tokens however often it is written. Refuses a stretch that is with
 * nobody, and a run that is not under way or with which somebody has asked to wait.
 */
export async function writeList(
  ctx: Context,
  kind: ExternalKind,
  { runId, fromChunk, toChunk }: { runId: string; fromChunk: number; toChunk: number },
  write: WriteItems,
): Promise<WrittenList> {
  demand(ctx.actor, kind.acts.handOut)
  const run = await kind.getRun(ctx, runId)
  await demandGoesOut(ctx.db, kind, run)
  const { fromRow, endRow, deadlineAt } = await stretchOf(ctx, kind, { runId, fromChunk, toChunk })
  const stretch = `${fromChunk}-${toChunk}`
  const folder = join(ctx.config.dataFolder, runFolder(run), `work-list-${stretch}`)
  const partial = join(dirname(folder), `.partial-${randomUUID()}`)
  await mkdir(partial, { recursive: true, mode: 0o700 })
  try {
    const pages = itemsOut(ctx, runId, fromRow, endRow)
    const { files, items, besides = {} } = await write({ run, fromChunk, toChunk, folder: partial, pages })
    const manifest = manifestOf(kind, run, { fromChunk, toChunk, items, files, deadlineAt, besides })
    await writeSigned(ctx, partial, manifest)
    const details = {
      run: run.number,
      ...{ fromChunk, toChunk, [kind.words.many]: items, manifest: digestOf(manifest) },
    }
    await ctx.mutate(kind.acts.handOut, { incidentId: run.incidentId, details }, async (tx) => {
      // One after the other: whoever comes last has their list there. The run may have been paused meanwhile.
      await demandGoesOut(tx, kind, await holdRun(tx, runId))
      await rm(folder, { recursive: true, force: true })
      await rename(partial, folder)
    })
    return { folder, stretch, files, items, deadlineAt, publicKey: workListPublicKey(ctx) }
  } finally {
    await rm(partial, { recursive: true, force: true })
  }
}

interface Stretch {
  fromRow: number
  endRow: number
  deadlineAt: Date | null
}

/** The rows of chunks that are with somebody else. */
async function stretchOf(
  { db }: Pick<Context, "db">,
  { words }: ExternalKind,
  { runId, fromChunk, toChunk }: { runId: string; fromChunk: number; toChunk: number },
): Promise<Stretch> {
  const chunks = await db.runChunk.findMany({
    where: { runId, number: { gte: fromChunk, lte: toChunk }, state: "handed_out" },
    orderBy: { number: "asc" },
  })
  const [first, last] = [chunks[0], chunks.at(-1)]
  if (!first || !last) throw new AppError("precondition", `These ${words.many} are with nobody`)
  return { fromRow: first.fromRow, endRow: last.toRow, deadlineAt: first.leaseUntil }
}

async function writeSigned(ctx: Context, folder: string, manifest: Buffer): Promise<void> {
  const signature = signManifest(ctx, manifest).toString("base64")
  await writeFile(join(folder, "manifest.json"), manifest, { mode: 0o600 })
  await writeFile(join(folder, "manifest.sig"), `${signature}\n`, { mode: 0o600 })
}

async function* itemsOut(
  { db }: Pick<Context, "db">,
  runId: string,
  fromRow: number,
  endRow: number,
): AsyncGenerator<ExternalItem[]> {
  for (let next = fromRow; next < endRow; ) {
    const items: ExternalItem[] = await db.runItem.findMany({
      // Whoever has moved since, or is not to be begun yet, keeps what went out before and gets no more.
      where: { runId, row: { gte: next, lt: endRow }, state: "sending", holdReason: null },
      select: { row: true, subject: true, variant: true, token: true },
      orderBy: { row: "asc" },
      take: PAGE_ROWS,
    })
    if (items.length > 0) yield items
    next = items.length < PAGE_ROWS ? endRow : (items.at(-1)?.row ?? endRow) + 1
  }
}
