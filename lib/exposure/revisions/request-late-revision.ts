import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { EvidenceSet } from "../../../prisma/generated/client.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { evidenceFolder } from "../../evidence/sets/evidence-folder.ts"
import { type Requested, requestRevision } from "./request-revision.ts"

/** Of a drill: the incident file that takes what arrives late as evidence too. */
const LATE_FILE = "incident-late.yaml"

interface Late {
  set: EvidenceSet
  incidentFile: string
}

/** Whether evidence of the incident's drill has not arrived yet, nor is on its way, and could be. */
export async function isEvidenceAwaited(ctx: Context, incidentId: string): Promise<boolean> {
  const late = await findLate(ctx, incidentId)
  if (!late) return false
  return !(await hasArrived(ctx, incidentId, late)) && !(await isArriving(ctx, incidentId, late))
}

/**
 * Lets the rest of a drill's evidence arrive: asks for a revision with all of it, or gives back the one that is asked for
 * already. Refuses where no drill was written whose evidence comes in two parts, and where all of it is there.
 */
export async function requestLateRevision(ctx: Context, incidentId: string): Promise<Requested> {
  const late = await findLate(ctx, incidentId)
  if (!late) throw new AppError("precondition", "No evidence of this incident is on its way")
  if (await hasArrived(ctx, incidentId, late)) throw new AppError("conflict", "All the evidence is there")
  return await requestRevision(ctx, { evidenceSetId: late.set.id, incidentFile: late.incidentFile })
}

/** What arrives late at the latest drill; there once the first part was written. */
async function findLate(ctx: Context, incidentId: string): Promise<Late | null> {
  const set = await ctx.db.evidenceSet.findFirst({ where: { incidentId }, orderBy: { addedAt: "desc" } })
  if (set?.kind !== "drill") return null
  const file = join(evidenceFolder(ctx.config, set), LATE_FILE)
  return existsSync(file) ? { set, incidentFile: readFileSync(file, "utf8") } : null
}

/** Asked for, and not at its end yet. */
async function isArriving(ctx: Context, incidentId: string, { incidentFile }: Late): Promise<boolean> {
  const runs = { some: { state: { in: ["queued" as const, "running" as const] } } }
  return (await ctx.db.revision.count({ where: { incidentId, incidentFile, runs } })) > 0
}

async function hasArrived(ctx: Context, incidentId: string, { incidentFile }: Late): Promise<boolean> {
  const done = { incidentId, incidentFile, completedAt: { not: null } }
  return (await ctx.db.revision.count({ where: done })) > 0
}
