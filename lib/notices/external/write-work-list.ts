import { randomUUID } from "node:crypto"
import { mkdir, rename, rm, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import type { PlannedRun } from "../../../prisma/generated/client.ts"
import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { csvLine } from "../../core/csv.ts"
import { AppError } from "../../core/errors.ts"
import { holdRun } from "../../runs/hold-run.ts"
import { runFolder } from "../../runs/planning/run-folder.ts"
import { getNoticeRun } from "../account/account-run.ts"
import { demandGoesOut } from "./demand-goes-out.ts"
import type { HandedOut } from "./hand-out.ts"
import { signManifest, workListPublicKey } from "./signing-key.ts"
import type { ExternalWork, OpenExternalWork, WorkItem, WorkLetter } from "./work-list.ts"
import { beginFile, digestOf, type WorkListFile } from "./work-list-file.ts"
import { manifestOf } from "./work-list-manifest.ts"

export interface WorkListFiles {
  /** Absolute: the files, manifest.json with their digests, and manifest.sig, its Ed25519 signature in base 64. */
  folder: string
  /** Its name: the first and the last chunk. */
  stretch: string
  files: WorkListFile[]
  letters: number
  /** What has not come back by then is unknown. */
  deadlineAt: Date | null
  /** PEM. */
  publicKey: string
}

export interface WorkListOptions {
  /** Also the finished letters; without them, each is its template with its values. */
  hasLetters: boolean
}

const PAGE_ROWS = 500
const columns =
  "token code message_id envelope_from address variant locale from reply_to subject values".split(" ")

/**
 * Writes the work list of a stretch that was handed out, signed: what of it no result has come back about, without what
 * was to be held since. The same letters have the same tokens however often it is written. Refuses a stretch that is with nobody, and a run that is not
 * under way or that an authority asks to wait with.
 */
export async function writeWorkList(
  ctx: Context,
  openWork: OpenExternalWork,
  { runId, fromChunk, toChunk }: Pick<HandedOut, "runId" | "fromChunk" | "toChunk">,
  options: WorkListOptions,
): Promise<WorkListFiles> {
  demand(ctx.actor, "notice.hand_out")
  const run = await getNoticeRun(ctx, runId)
  await demandGoesOut(ctx.db, run)
  const stretch = await stretchOf(ctx, { runId, fromChunk, toChunk })
  const work = await openWork(run)
  const folder = join(ctx.config.dataFolder, runFolder(run), `work-list-${fromChunk}-${toChunk}`)
  const partial = join(dirname(folder), `.partial-${randomUUID()}`)
  await mkdir(partial, { recursive: true, mode: 0o700 })
  try {
    const written = await writeLetters(ctx, run, work, { ...stretch, partial, options })
    const { letters } = written
    const files = [...written.files, await writeTemplates(ctx, run, partial)]
    const { deadlineAt } = stretch
    const manifest = manifestOf(run, { fromChunk, toChunk, letters, files, deadlineAt })
    await writeSigned(ctx, partial, manifest)
    const details = { run: run.number, fromChunk, toChunk, letters, manifest: digestOf(manifest) }
    await ctx.mutate("notice.hand_out", { incidentId: run.incidentId, details }, async (tx) => {
      // One after the other: whoever comes last has their list there. The run may have been paused meanwhile.
      await demandGoesOut(tx, await holdRun(tx, runId))
      await rm(folder, { recursive: true, force: true })
      await rename(partial, folder)
    })
    const publicKey = workListPublicKey(ctx)
    return { folder, stretch: `${fromChunk}-${toChunk}`, files, letters, deadlineAt, publicKey }
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
  { runId, fromChunk, toChunk }: Pick<HandedOut, "runId" | "fromChunk" | "toChunk">,
): Promise<Stretch> {
  const chunks = await db.runChunk.findMany({
    where: { runId, number: { gte: fromChunk, lte: toChunk }, state: "handed_out" },
    orderBy: { number: "asc" },
  })
  const [first, last] = [chunks[0], chunks.at(-1)]
  if (!first || !last) throw new AppError("precondition", "These letters are with nobody")
  return { fromRow: first.fromRow, endRow: last.toRow, deadlineAt: first.leaseUntil }
}

async function writeSigned(ctx: Context, folder: string, manifest: Buffer): Promise<void> {
  const signature = signManifest(ctx, manifest).toString("base64")
  await writeFile(join(folder, "manifest.json"), manifest, { mode: 0o600 })
  await writeFile(join(folder, "manifest.sig"), `${signature}\n`, { mode: 0o600 })
}

async function writeLetters(
  ctx: Context,
  run: PlannedRun,
  work: Pick<ExternalWork, "letters">,
  { fromRow, endRow, partial, options }: Stretch & { partial: string; options: WorkListOptions },
): Promise<{ files: WorkListFile[]; letters: number }> {
  const list = await beginFile(partial, "list.ndjson")
  const csv = await beginFile(partial, "list.csv")
  const finished = options.hasLetters ? await beginFile(partial, "letters.ndjson") : null
  let letters = 0
  await csv.write(csvLine(columns))
  for await (const page of lettersOf(ctx, run.id, work, fromRow, endRow)) {
    const rows = page.map((letter) => rowOf(letter))
    await list.write(rows.map((row) => `${JSON.stringify(row)}\n`).join(""))
    await csv.write(
      rows.map((row) => csvLine(Object.values({ ...row, values: JSON.stringify(row.values) }))).join(""),
    )
    await finished?.write(
      page
        .map(({ token, subject, html, text }) => `${JSON.stringify({ token, subject, html, text })}\n`)
        .join(""),
    )
    letters += page.length
  }
  const files = [await list.end(), await csv.end()]
  if (finished) files.push(await finished.end())
  return { files, letters }
}

async function* lettersOf(
  { db }: Pick<Context, "db">,
  runId: string,
  work: Pick<ExternalWork, "letters">,
  fromRow: number,
  endRow: number,
): AsyncGenerator<WorkLetter[]> {
  for (let next = fromRow; next < endRow; ) {
    const items: WorkItem[] = await db.runItem.findMany({
      // Whoever has moved since, or is not to be told yet, keeps what went out before and gets no more.
      where: { runId, row: { gte: next, lt: endRow }, state: "sending", holdReason: null },
      select: { row: true, subject: true, variant: true, token: true },
      orderBy: { row: "asc" },
      take: PAGE_ROWS,
    })
    if (items.length > 0) yield await work.letters(items)
    next = items.length < PAGE_ROWS ? endRow : (items.at(-1)?.row ?? endRow) + 1
  }
}

function rowOf(letter: WorkLetter) {
  const { token, code, messageId, envelopeFrom, address, variant, locale } = letter
  const { from, replyTo, subject, values } = letter
  return {
    token,
    code,
    message_id: messageId,
    envelope_from: envelopeFrom,
    address,
    variant,
    locale,
    from,
    reply_to: replyTo,
    subject,
    values,
  }
}

/** The letters with their marks, for a system that puts the values in by itself. */
async function writeTemplates({ db }: Context, { id }: PlannedRun, folder: string): Promise<WorkListFile> {
  const templates = await db.runLetter.findMany({ where: { runId: id }, orderBy: { variant: "asc" } })
  const file = await beginFile(folder, "templates.ndjson")
  for (const { variant, locale, subject, html, text } of templates)
    await file.write(`${JSON.stringify({ variant, locale, subject, html, text })}\n`)
  return await file.end()
}
