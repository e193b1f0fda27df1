import type { Tx } from "../../core/context.ts"
import { moveItems } from "../../runs/move-items.ts"
import { type ItemState, statesBefore, toldBy } from "../../runs/rules.ts"
import type { MailReport, Says } from "./read-report.ts"

/** Where a report came from; what comes twice from one place counts once. */
export interface ReportOrigin {
  /** `mailbox`, or `webhook:` and the sender. */
  source: string
  sourceId: string
}

export interface TakenReport {
  isNew: boolean
  /** Whether it moved a letter to another state. */
  hasMoved: boolean
  /** What was done with it, in words. */
  outcome: string
}

/** To which state a letter comes of which this is said; a letter that is tried again stays where it is. */
const stateOf: Partial<Record<Says, ItemState>> = {
  accepted: "accepted",
  delivered: "delivered",
  bounced: "bounced",
  complained: "complained",
  rejected: "rejected",
}

/**
 * Keeps what came back and moves the letter that it is about, once, where its state permits; a report about no letter of
 * ours, or one that contradicts what is known, is kept with words and moves nothing.
 */
export async function takeReport(
  tx: Tx,
  { source, sourceId }: ReportOrigin,
  report: MailReport,
): Promise<TakenReport> {
  const event = { source, sourceId }
  const { count } = await tx.mailEvent.createMany({
    data: { ...event, says: report.says, outcome: "" },
    skipDuplicates: true,
  })
  const where = { source_sourceId: event }
  if (count === 0) {
    const { outcome } = await tx.mailEvent.findUniqueOrThrow({ where })
    return { isNew: false, hasMoved: false, outcome }
  }
  const letter = await letterOf(tx, report.tokens)
  const done = await settle(tx, letter, report)
  await tx.mailEvent.update({ where, data: { token: letter?.token ?? null, outcome: done.outcome } })
  return { isNew: true, ...done }
}

interface Letter {
  runId: string
  token: string
}

/** The letter of the first token that is one of ours. */
async function letterOf(tx: Tx, tokens: readonly string[]): Promise<Letter | null> {
  const found = await tx.runItem.findMany({
    where: { token: { in: [...tokens] } },
    select: { runId: true, token: true },
  })
  for (const token of tokens) {
    const letter = found.find((one) => one.token === token)
    if (letter) return letter
  }
  return null
}

async function settle(
  tx: Tx,
  letter: Letter | null,
  { says, status, words }: MailReport,
): Promise<{ hasMoved: boolean; outcome: string }> {
  const stays = (what: string) => ({ hasMoved: false, outcome: `${capitalised(words)}: ${what}` })
  if (!letter) return stays("about none of our letters")
  const to = stateOf[says]
  if (to === undefined)
    return stays(says === "deferred" ? "it is still being tried" : "nothing follows from it")
  const [moved] = await moveItems(tx, letter.runId, [
    { token: letter.token, from: statesBefore(to), to, reason: toldBy(status, words) },
  ])
  if (moved) return { hasMoved: true, outcome: `${capitalised(words)}: ${moved.from} → ${moved.to}` }
  const { state } = await tx.runItem.findUniqueOrThrow({ where: { token: letter.token } })
  return stays(state === to ? "known already" : `it says ${says}, but the letter is ${state}`)
}

function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
