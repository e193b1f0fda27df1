import { conductLogouts } from "../../lib/containment/conduct/conduct-logouts.ts"
import { keepTidyingUp } from "../../lib/containment/conduct/tidy-up.ts"
import { logoutLists } from "../../lib/containment/external/logout-lists.ts"
import { keepWatching } from "../../lib/containment/proof/keep-watching.ts"
import { workOffFlips } from "../../lib/containment/switches/work-off-flips.ts"
import type { SystemContext } from "../../lib/core/context.ts"
import { authoritiesOf } from "../../lib/platform/authorities/open-authority.ts"
import { openOutgoing } from "../../lib/platform/outgoing.ts"
import { keepPastDeadlines } from "../../lib/runs/external/keep-past-deadlines.ts"

/** All that a worker does to contain incidents besides its long runs, until it is told to stop. */
export async function workForContainment(ctx: SystemContext, signal: AbortSignal): Promise<void> {
  await Promise.all([
    workOffFlips(ctx, openOutgoing(ctx.config), signal),
    keepPastDeadlines(ctx, logoutLists, signal),
    conductLogouts(ctx, authoritiesOf(ctx.config), signal),
    keepTidyingUp(ctx, authoritiesOf(ctx.config), signal),
    keepWatching(ctx, signal),
  ])
}
