import { workOffFlips } from "../../lib/containment/switches/work-off-flips.ts"
import type { SystemContext } from "../../lib/core/context.ts"
import { openOutgoing } from "../../lib/platform/outgoing.ts"

/** All that a worker does to contain incidents, until it is told to stop. */
export async function workForContainment(ctx: SystemContext, signal: AbortSignal): Promise<void> {
  await Promise.all([workOffFlips(ctx, openOutgoing(ctx.config), signal)])
}
