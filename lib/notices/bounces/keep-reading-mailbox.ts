import type { SystemContext } from "../../core/context.ts"
import { keepMakingRounds } from "../../core/keep-making-rounds.ts"
import type { Mailbox } from "../../core/mailbox.ts"
import { type MailReport, REPORT_BYTES_MAX, readReport } from "./read-report.ts"
import { takeReport } from "./take-report.ts"

const SOURCE = "mailbox"
const ROUND_MESSAGES_MAX = 200
const IDLE_MS = 2_000

/**
 * Reads one round of what lies unread. Each message is taken before it is marked: one that was taken and not marked is
 * met again and counts no second time. What is wrong with one message is told at the end of the round.
 * @returns how many were read
 */
export async function readMailbox(ctx: SystemContext, mailbox: Mailbox): Promise<number> {
  let read = 0
  const faults: unknown[] = []
  for (const name of await mailbox.unread(ROUND_MESSAGES_MAX)) {
    try {
      const report = await reportOf(mailbox, name)
      if (report === null) continue
      await ctx.ledger((tx) => takeReport(tx, { source: SOURCE, sourceId: mailbox.idOf(name) }, report))
      await mailbox.markRead(name)
      read++
    } catch (error) {
      faults.push(error)
      // Nothing else will go better now.
      if (faults.length > FAULTS_MAX) break
    }
  }
  if (faults.length > 0) throw faults[0]
  return read
}

const FAULTS_MAX = 3

async function reportOf(mailbox: Mailbox, name: string): Promise<MailReport | null> {
  try {
    const message = await mailbox.read(name, REPORT_BYTES_MAX)
    return message && (await readReport(message.bytes))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== "EACCES" && code !== "ELOOP") throw error
    return { says: "none", status: null, tokens: [], words: `a message that may not be read (${code})` }
  }
}

/** Reads delivery reports out of a mailbox until it is told to stop. Any number of workers may read the same one. */
export async function keepReadingMailbox(
  ctx: SystemContext,
  mailbox: Mailbox,
  signal: AbortSignal,
): Promise<void> {
  await keepMakingRounds(ctx, () => readMailbox(ctx, mailbox), IDLE_MS, signal)
}
