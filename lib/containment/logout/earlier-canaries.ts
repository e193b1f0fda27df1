import type { Context } from "../../core/context.ts"
import { openCanary } from "./canary-secret.ts"

/** The accounts of canaries that earlier logouts had at an authority: they are nobody, and stand on no list. */
export async function earlierCanaries(
  ctx: Pick<Context, "db" | "secret">,
  authorityId: string,
): Promise<string[]> {
  const canaries = await ctx.db.canary.findMany({ where: { run: { authorityId } } })
  return [...new Set(canaries.map((canary) => openCanary(ctx, canary).sub))]
}
