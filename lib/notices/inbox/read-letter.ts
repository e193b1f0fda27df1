import PostalMime, { type Address, type Email } from "postal-mime"
import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import type { Sink, SunkLetter } from "../../core/sink.ts"
import { isOpened } from "./opened-letter.ts"

/** A source longer than this is shown in part. */
const SOURCE_CHARACTERS_MAX = 200_000

/** What no mail program can read is shown as its source alone. */
const UNREADABLE: Email = { headers: [], headerLines: [], attachments: [] }

/** A letter as a mail program reads it. */
export interface ReadLetter {
  letter: SunkLetter
  subject: string
  /** As the header has them, names included. */
  from: string
  to: string
  replyTo: string
  date: string | null
  html: string | null
  text: string | null
  headers: { name: string; value: string }[]
  /** Names of what is attached: our letters have nothing. */
  attachments: string[]
  source: string
  isSourceCut: boolean
}

/**
 * A letter that this member has opened. Refuses whoever has not, or whose hour is over.
 * @throws AppError not_found, and unavailable when the sink does not answer
 */
export async function readLetter(
  ctx: Context,
  sink: Sink,
  id: number,
  opened: string | undefined,
): Promise<ReadLetter> {
  demand(ctx.actor, "inbox.open")
  if (!isOpened(ctx, id, opened)) throw new AppError("forbidden", "Open this letter first")
  const { letter, source } = await sink.get(id)
  const parsed = await PostalMime.parse(source).catch(() => UNREADABLE)
  const text = source.toString("utf8")
  return {
    letter,
    subject: parsed.subject ?? "",
    from: addressesIn(parsed.from ? [parsed.from] : []),
    to: addressesIn(parsed.to),
    replyTo: addressesIn(parsed.replyTo),
    date: parsed.date ?? null,
    html: parsed.html ?? null,
    text: parsed.text ?? null,
    headers: parsed.headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
    attachments: parsed.attachments.map(({ filename, mimeType }) => filename ?? mimeType),
    source: text.slice(0, SOURCE_CHARACTERS_MAX),
    isSourceCut: text.length > SOURCE_CHARACTERS_MAX,
  }
}

function addressesIn(addresses: readonly Address[] = []): string {
  return addresses
    .flatMap((one) => (one.group === undefined ? [one] : one.group))
    .map(({ name, address = "" }) => (name ? `${name} <${address}>` : address))
    .join(", ")
}
