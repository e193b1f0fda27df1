import type { SystemContext } from "../core/context.ts"
import type { Mailbox } from "../core/mailbox.ts"
import { keepPastDeadlines } from "../runs/external/keep-past-deadlines.ts"
import { keepReadingMailbox } from "./bounces/keep-reading-mailbox.ts"
import { keepReadingWebhooks } from "./bounces/keep-reading-webhooks.ts"
import { letterLists } from "./external/letter-lists.ts"

/**
 * Takes what comes back of letters until it is told to stop: delivery reports in the mailbox, where there is one, what
 * mailers told the public process, and what somebody else's system has not told in time.
 */
export async function keepTakingReturns(
  ctx: SystemContext,
  mailbox: Mailbox | null,
  signal: AbortSignal,
): Promise<void> {
  await Promise.all([
    mailbox ? keepReadingMailbox(ctx, mailbox, signal) : null,
    keepReadingWebhooks(ctx, signal),
    keepPastDeadlines(ctx, letterLists, signal),
  ])
}
