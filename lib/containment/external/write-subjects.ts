import { createHash } from "node:crypto"
import type { PlannedRun } from "../../../prisma/generated/client.ts"
import type { Context } from "../../core/context.ts"
import { AppError, invariant } from "../../core/errors.ts"
import type { ExternalItem, HandedOutList } from "../../runs/external/external-kind.ts"
import { type ListLine, writeLines } from "../../runs/external/write-lines.ts"
import { type WriteItems, type WrittenList, writeList } from "../../runs/external/write-list.ts"
import { writeListAgain } from "../../runs/external/write-list-again.ts"
import { tokenOf } from "../../runs/item-token.ts"
import type { Pace } from "../../runs/pace.ts"
import { openCanary } from "../logout/canary-secret.ts"
import { LOGOUT_TOKENS } from "../logout/logout-items.ts"
import { openLogoutRows } from "../logout/logout-rows.ts"
import { REASON } from "../logout/reason.ts"
import { canaryToken, rolesOn } from "./listed-canaries.ts"
import { logoutLists } from "./logout-lists.ts"

const columns = ["token", "sub", "cutoff", "reason"]

/**
 * Writes the work list of a stretch of a logout that was handed out, signed: a line for each subject, and one for each
 * canary account of ours that is to die with them, among them and like them. Refuses whatever writeList refuses.
 */
export async function writeSubjects(
  ctx: Context,
  stretch: Pick<HandedOutList, "runId" | "fromChunk" | "toChunk">,
): Promise<WrittenList> {
  return await writeList(ctx, logoutLists, stretch, writerFor(ctx))
}

/** The same once more, or where it could not be written when it was handed out; refuses what writeListAgain refuses. */
export async function writeSubjectsAgain(ctx: Context, runId: string, stretch: string): Promise<WrittenList> {
  return await writeListAgain(ctx, logoutLists, runId, stretch, writerFor(ctx))
}

function writerFor(ctx: Context): WriteItems {
  return async ({ run, fromChunk, toChunk, folder, pages }) => {
    const { cutoff } = await ctx.db.logoutRun.findUniqueOrThrow({ where: { runId: run.id } })
    if (cutoff === null) throw new AppError("precondition", "The cut-off of this logout is not fixed yet")
    const lineOf = (token: string, sub: string): ListLine => ({
      ...{ token, sub, cutoff: cutoff.toISOString(), reason: REASON },
    })
    const canaries = await canaryLines(ctx, { runId: run.id, fromChunk, toChunk }, lineOf)
    const subjects = await subjectLines(ctx, run, lineOf)
    const { files, lines } = await writeLines(folder, columns, mixed(pages, subjects, canaries), (all) => all)
    const { perSecond } = run.pace as unknown as Pace
    const besides = {
      cutoff: cutoff.toISOString(),
      per_second_max: perSecond,
      states: [...logoutLists.results.states],
    }
    return { files, items: lines, besides }
  }
}

type LineOf = (token: string, sub: string) => ListLine

async function subjectLines(
  ctx: Context,
  run: PlannedRun,
  lineOf: LineOf,
): Promise<(items: readonly ExternalItem[]) => Promise<ListLine[]>> {
  const rows = await openLogoutRows(ctx, run)
  const key = ctx.secret(LOGOUT_TOKENS)
  return (items) =>
    Promise.all(
      items.map(async ({ row, token }) => {
        const { pseudonym, sub, skip } = await rows.at(row)
        const isTheirs = token === tokenOf(key, run.id, pseudonym) && skip === null
        invariant(isTheirs, "a line is about the subject of its row")
        return lineOf(token, sub)
      }),
    )
}

/** Accounts of ours on the list of a stretch of which no result has come back. */
async function canaryLines(
  ctx: Context,
  stretch: Pick<HandedOutList, "runId" | "fromChunk" | "toChunk">,
  lineOf: LineOf,
): Promise<ListLine[]> {
  const { runId } = stretch
  const roles = await rolesOn(ctx.db, stretch)
  const canaries = await ctx.db.canary.findMany({
    where: { runId, role: { in: roles }, told: null },
    orderBy: { mintedAt: "asc" },
  })
  return roles.flatMap((role) => {
    const canary = canaries.find((one) => one.role === role)
    return canary ? [lineOf(canaryToken(ctx, runId, role), openCanary(ctx, canary).sub)] : []
  })
}

/** Canary accounts stand somewhere among the first subjects: whoever reads the list cannot tell them by their place. */
async function* mixed(
  pages: AsyncIterable<ExternalItem[]>,
  linesOf: (items: readonly ExternalItem[]) => Promise<ListLine[]>,
  canaries: readonly ListLine[],
): AsyncGenerator<ListLine[]> {
  let waiting = canaries
  for await (const items of pages) {
    const lines = await linesOf(items)
    for (const line of waiting) lines.splice(placeOf(line, lines.length), 0, line)
    waiting = []
    yield lines
  }
  if (waiting.length > 0) yield [...waiting]
}

function placeOf({ token }: ListLine, count: number): number {
  return createHash("sha256").update(String(token)).digest().readUInt32BE(0) % (count + 1)
}
