import { demand } from "../../access/rules.ts"
import type { OpenAuthority } from "../../core/authority-settings.ts"
import type { Context } from "../../core/context.ts"
import { checkConformance } from "./conformance/check-conformance.ts"
import type { ConformanceStep } from "./conformance/recorder.ts"
import { getAuthority, openKept } from "./get-authority.ts"

/**
 * Holds a live authority against what is relied upon, on canary accounts alone. Refuses whoever may not change it, and one
 * that was removed.
 */
export async function checkAuthority(
  ctx: Context,
  id: string,
  open: OpenAuthority,
  tell?: (step: ConformanceStep) => void,
): Promise<ConformanceStep[]> {
  if (ctx.actor.role !== "system") demand(ctx.actor, "authority.change")
  const kept = await getAuthority(ctx, id)
  const authority = openKept(ctx, open, kept)
  try {
    return await checkConformance(authority, { isByList: kept.kind === "external", tell })
  } finally {
    await authority.close()
  }
}
