import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import type { Sink } from "../../core/sink.ts"
import { tokenOfMessageId } from "../delivery/token.ts"
import { markOpened } from "./opened-letter.ts"

/**
 * Opens a letter of the sink to this member for an hour and puts that into the trail, on the chain of the incident whose
 * letter it is; gives the mark by which it is read.
 * @throws AppError not_found, and unavailable when the sink does not answer
 */
export async function openLetter(ctx: Context, sink: Sink, id: number): Promise<{ opened: string }> {
  demand(ctx.actor, "inbox.open")
  const { letter } = await sink.get(id)
  const token = tokenOfMessageId(letter.messageId)
  const item =
    token === null
      ? null
      : await ctx.db.runItem.findUnique({
          where: { token },
          select: { subject: true, run: { select: { incidentId: true, number: true } } },
        })
  const about = {
    incidentId: item?.run.incidentId ?? null,
    details: { letter: id, ...(item ? { run: item.run.number, pseudonym: item.subject } : {}) },
  }
  await ctx.mutate("inbox.open", about, async () => {})
  return { opened: markOpened(ctx, id) }
}
