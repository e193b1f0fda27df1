import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { isUuid } from "../../core/is-uuid.ts"

/** Ends a key at once and for good: what it has begun and not finished is refused too. Refuses one that is revoked. */
export async function revokeApiKey(ctx: Context, id: string): Promise<void> {
  const about = { incidentId: null, details: { key: id } }
  await ctx.mutate("api_key.revoke", about, async (tx) => {
    const revoked = isUuid(id)
      ? await tx.apiKey.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: ctx.now() } })
      : { count: 0 }
    if (revoked.count > 0) return
    const isThere = isUuid(id) && (await tx.apiKey.count({ where: { id } })) > 0
    throw isThere
      ? new AppError("conflict", "This key has been revoked already")
      : new AppError("not_found", "There is no such key")
  })
}
