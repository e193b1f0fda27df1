import { conductLogouts } from "../../lib/containment/conduct/conduct-logouts.ts"
import { workOffFlips } from "../../lib/containment/switches/work-off-flips.ts"
import type { SystemContext } from "../../lib/core/context.ts"
import { authoritiesOf } from "../../lib/platform/authorities/open-authority.ts"
import { openOutgoing } from "../../lib/platform/outgoing.ts"

/** All that a worker does to contain incidents, until it is told to stop. */
export async function workForContainment(ctx: SystemContext, signal: AbortSignal): Promise<void> {
  await Promise.all([
    workOffFlips(ctx, openOutgoing(ctx.config), signal),
    conductLogouts(ctx, authoritiesOf(ctx.config), signal),
  ])
}
