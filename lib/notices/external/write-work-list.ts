import type { Context } from "../../core/context.ts"
import { beginFile, type WorkListFile } from "../../runs/external/work-list-file.ts"
import { type ListLine, writeLines } from "../../runs/external/write-lines.ts"
import { type ListInWriting, type WrittenList, writeList } from "../../runs/external/write-list.ts"
import type { HandedOut } from "./hand-out.ts"
import { letterLists } from "./letter-lists.ts"
import type { OpenExternalWork, WorkLetter } from "./work-list.ts"

export interface WorkListFiles extends Omit<WrittenList, "items"> {
  letters: number
}

export interface WorkListOptions {
  /** Also the finished letters; without them, each is its template with its values. */
  hasLetters: boolean
}

const columns =
  "token code message_id envelope_from address variant locale from reply_to subject values".split(" ")

/**
 * Writes the work list of a stretch that was handed out, signed: what of it no result has come back about, without what
 * was to be held since. The same letters have the same tokens however often it is written. Refuses a stretch that is with
 * nobody, and a run that is not under way or that an authority asks to wait with.
 */
export async function writeWorkList(
  ctx: Context,
  openWork: OpenExternalWork,
  stretch: Pick<HandedOut, "runId" | "fromChunk" | "toChunk">,
  options: WorkListOptions,
): Promise<WorkListFiles> {
  const written = await writeList(ctx, letterLists, stretch, (list) =>
    writeLetters(ctx, openWork, list, options),
  )
  return inLetters(written)
}

/** A list by what its items are. */
export function inLetters({ items, ...written }: WrittenList): WorkListFiles {
  return { ...written, letters: items }
}

/** The files of a list of letters. */
export async function writeLetters(
  ctx: Context,
  openWork: OpenExternalWork,
  { run, folder, pages }: ListInWriting,
  { hasLetters }: WorkListOptions,
): Promise<{ files: WorkListFile[]; items: number }> {
  const work = await openWork(run)
  const finished = hasLetters ? await beginFile(folder, "letters.ndjson") : null
  const { files, lines } = await writeLines(folder, columns, pages, async (items) => {
    const letters = await work.letters(items)
    await finished?.write(letters.map(finishedLine).join(""))
    return letters.map(lineOf)
  })
  if (finished) files.push(await finished.end())
  return { files: [...files, await writeTemplates(ctx, run.id, folder)], items: lines }
}

function finishedLine({ token, subject, html, text }: WorkLetter): string {
  return `${JSON.stringify({ token, subject, html, text })}\n`
}

function lineOf(letter: WorkLetter): ListLine {
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
async function writeTemplates(
  { db }: Pick<Context, "db">,
  runId: string,
  folder: string,
): Promise<WorkListFile> {
  const templates = await db.runLetter.findMany({ where: { runId }, orderBy: { variant: "asc" } })
  const file = await beginFile(folder, "templates.ndjson")
  for (const { variant, locale, subject, html, text } of templates)
    await file.write(`${JSON.stringify({ variant, locale, subject, html, text })}\n`)
  return await file.end()
}
