import type { OpenAuthority } from "../../core/authority-settings.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import type { Capability } from "../../core/session-authority.ts"
import { getAuthority, openKept } from "./get-authority.ts"

/** What an authority says of itself, or why it says nothing. */
export type SaidCapabilities =
  | { capabilities: Capability[]; trouble: null }
  | { capabilities: null; trouble: string }

/** What an authority can end and what not, by its own word now. Refuses one that was removed. */
export async function readCapabilities(
  ctx: Context,
  id: string,
  open: OpenAuthority,
): Promise<SaidCapabilities> {
  const kept = await getAuthority(ctx, id)
  try {
    const authority = openKept(ctx, open, kept)
    try {
      return { capabilities: await authority.capabilities(), trouble: null }
    } finally {
      await authority.close()
    }
  } catch (error) {
    if (error instanceof AppError) return { capabilities: null, trouble: error.message }
    throw error
  }
}
