import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import type { Sink } from "../../core/sink.ts"
import { maskAddress } from "./mask-address.ts"
import type { InboxQuery } from "./schemas.ts"

export const PAGE_LETTERS = 50

/** A letter as the list shows it: nobody is named. */
export interface ListedLetter {
  id: number
  takenAt: string
  /** Masked. */
  to: string
  subject: string
  bytes: number
}

export interface InboxPage {
  /** The newest first. */
  letters: ListedLetter[]
  /** The cursor of the page of older ones, where there is one. */
  older: { before: number } | null
  /** How many the sink has in all, whatever is searched for. */
  total: number
  isFull: boolean
}

/**
 * A page of the letters that the sink took, without addresses. Refuses whoever may not see the inbox.
 * @throws AppError unavailable when the sink does not answer
 */
export async function listInbox(ctx: Context, sink: Sink, query: InboxQuery): Promise<InboxPage> {
  demand(ctx.actor, "inbox.view")
  const [{ letters, next }, { letters: total, isFull }] = await Promise.all([
    sink.list({ ...query, limit: PAGE_LETTERS }),
    sink.count(),
  ])
  return {
    letters: letters.map(({ id, takenAt, to, subject, bytes }) => ({
      id,
      takenAt,
      to: to.map(maskAddress).join(", "),
      subject,
      bytes,
    })),
    older: next === null ? null : { before: next },
    total,
    isFull,
  }
}
