import type { Context } from "../core/context.ts"

/** A page of the incidents, the latest first, from below the number that is given. */
export async function listIncidents(
  ctx: Context,
  { before, limit }: { before: number | null; limit: number },
) {
  const found = await ctx.db.incident.findMany({
    where: before === null ? {} : { number: { lt: before } },
    orderBy: { number: "desc" },
    take: limit + 1,
  })
  const rows = found.slice(0, limit)
  return { rows, next: found.length > limit ? (rows.at(-1)?.number ?? null) : null }
}
