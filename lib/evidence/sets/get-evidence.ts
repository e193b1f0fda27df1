import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"

/** The evidence that an incident's next revision is made of: the latest set, or null while there is none. */
export async function findEvidence(ctx: Context, incidentId: string) {
  return await ctx.db.evidenceSet.findFirst({ where: { incidentId }, orderBy: { addedAt: "desc" }, include })
}

/** An evidence set by its id. Throws not_found where there is none. */
export async function getEvidence(ctx: Context, id: string) {
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)
  const set = isId ? await ctx.db.evidenceSet.findUnique({ where: { id }, include }) : null
  if (!set) throw new AppError("not_found", "There is no such evidence")
  return set
}

const include = { incident: true } as const

export type EvidenceSet = Awaited<ReturnType<typeof getEvidence>>
