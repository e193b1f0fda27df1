import type { Context } from "../../core/context.ts"
import { demand } from "../rules.ts"

const LISTED_MAX = 200

/** The keys that were made, the latest first, without what they are kept by; `isGood` says whether they still open. */
export async function listApiKeys(ctx: Context) {
  demand(ctx.actor, "settings.view")
  const keys = await ctx.db.apiKey.findMany({
    orderBy: [{ madeAt: "desc" }, { id: "desc" }],
    omit: { hash: true },
    take: LISTED_MAX,
  })
  return keys.map((key) => ({ ...key, isGood: key.revokedAt === null && key.expiresAt > ctx.now() }))
}

export type ListedKey = Awaited<ReturnType<typeof listApiKeys>>[number]
