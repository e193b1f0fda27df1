import type { Resources } from "../../lib/access/open-context.ts"
import type { SystemContext } from "../../lib/core/context.ts"
import { keepHoldingMoved } from "../../lib/notices/audience/hold-moved.ts"
import { noticePlanner } from "../../lib/notices/audience/plan-notices.ts"
import { deliverLetters } from "../../lib/notices/delivery/deliver-letters.ts"
import { keepTakingReturns } from "../../lib/notices/keep-taking-returns.ts"
import { copyItemStatesFrom } from "../../lib/platform/db/copy-item-states.ts"
import { openMaildir } from "../../lib/platform/maildir.ts"
import { openSink } from "../../lib/platform/sink/client.ts"
import { openSigner } from "../../lib/platform/smtp/open-signer.ts"
import { transportsOf } from "../../lib/platform/smtp/open-transport.ts"
import type { RunUser } from "../../lib/runs/kind.ts"
import type { RunPlanner } from "../../lib/runs/planning/run-planner.ts"

/** How runs of letters are planned over a database. */
export function noticePlannerOver(databaseUrl: string): RunPlanner {
  return noticePlanner({ copyItemStates: copyItemStatesFrom(databaseUrl) })
}

/** Letters as the mechanism for long runs sends them. */
export async function noticeUserOver({
  config,
  secret,
}: Pick<Resources, "config" | "secret">): Promise<RunUser> {
  const openTransport = transportsOf(config, openSink(config, secret))
  return deliverLetters({ openTransport, sign: await openSigner(config) })
}

/** What a worker does for letters besides their runs, until it is told to stop. */
export async function workForNotices(ctx: SystemContext, signal: AbortSignal): Promise<void> {
  const { bounceMailbox } = ctx.config.letters
  await Promise.all([
    keepHoldingMoved(ctx, signal),
    keepTakingReturns(ctx, bounceMailbox === null ? null : openMaildir(bounceMailbox), signal),
  ])
}
