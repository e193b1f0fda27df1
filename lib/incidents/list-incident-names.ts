import type { Context } from "../core/context.ts"

/** Number and title of incidents that are known by their ids, for links to them. */
export async function listIncidentNames(
  ctx: Context,
  ids: readonly (string | null)[],
): Promise<Map<string, { number: number; title: string }>> {
  const known = [...new Set(ids)].filter((id) => id !== null)
  const incidents = await ctx.db.incident.findMany({
    where: { id: { in: known } },
    select: { id: true, number: true, title: true },
  })
  return new Map(incidents.map(({ id, number, title }) => [id, { number, title }]))
}
