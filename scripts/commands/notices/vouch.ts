import type { Context } from "../../../lib/core/context.ts"
import type { LetterForms } from "../../../lib/core/letters.ts"
import { findingsOf, type NoticeFinding } from "../../../lib/notices/audience/ask-to-send.ts"
import { overrideFinding } from "../../../lib/notices/audience/override-finding.ts"
import { getCopies } from "../../../lib/notices/letters/get-copies.ts"
import { reviewCopy } from "../../../lib/notices/letters/review-copy.ts"

/** Notes who has read the translations as they are now: those that nobody vouches for yet. */
export async function vouchFor(
  member: Context,
  forms: LetterForms,
  incidentId: string,
  reviewer: string,
): Promise<void> {
  const copies = await getCopies(member.db, forms, incidentId)
  const unread = copies.filter(({ needsReview, review }) => needsReview && review === null)
  for (const locale of new Set(unread.map((copy) => copy.locale))) {
    const read = unread
      .filter((copy) => copy.locale === locale)
      .map(({ letter, digest }) => ({ letter, digest }))
    await reviewCopy(member, forms, incidentId, { locale, read, reviewer })
  }
}

/** Lets every finding pass that blocks, for one reason. */
export async function overrideAll(
  member: Context,
  forms: LetterForms,
  runId: string,
  reason: string,
): Promise<void> {
  for (const { key } of (await findingsOf(member, forms, runId)).filter(isBlocking))
    await overrideFinding(member, runId, { finding: key, reason })
}

export function isBlocking({ kind, override }: NoticeFinding): boolean {
  return kind === "block" && override === null
}
