import { randomUUID } from "node:crypto"
import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { isUuid } from "../../core/is-uuid.ts"
import { parseInput } from "../../core/parse-input.ts"
import { readIncidentText } from "../../evidence/incident-file.ts"
import { confineFolder } from "../../evidence/intake/confine.ts"
import { findLastFlip } from "./find-last-flip.ts"
import { freezeIncident } from "./freeze-incident.ts"
import { SINCE_DAYS_MAX, type StartWatchInput, startWatchSchema } from "./schemas.ts"
import { watchedRevision } from "./watched-revision.ts"
import { clockOf } from "./words.ts"

const DAY_MS = 86_400_000

/**
 * Begins to watch the log that goes on in a folder after a containment action: it is read at once and every few minutes,
 * by the rules, tables and mappings of the incident's newest finished revision as they are now. Refuses a folder that is
 * not open to evidence, and a second watch of an incident while one goes on.
 */
export async function startWatch(
  ctx: Context,
  incidentId: string,
  input: StartWatchInput,
): Promise<{ id: string }> {
  demand(ctx.actor, "watch.start")
  const { folder: typed, since: given, everyS, files } = parseInput(startWatchSchema, input)
  const revision = await newestRevision(ctx, incidentId)
  const since = given ?? (await findLastFlip(ctx.db, incidentId))?.effectiveAt
  if (!since)
    throw parseInput.refuse("since", "Say since when: no switch of this incident has taken effect yet")
  checkSince(since, ctx.now())
  const folder = ctx.actor.role === "system" ? typed : await confineFolder(typed, ctx.config)
  const { evidenceFolder, incidentFile: used, mappings, confinedTo } = watchedRevision(ctx.config, revision)
  const incidentFile = freezeIncident(used, { evidenceFolder, since, files, mappings })
  // Tables or mappings that are not where they were are found now rather than by the first reading.
  readIncidentText(incidentFile, {
    name: `revision ${revision.number}`,
    folder,
    mappings,
    confinedTo: [...confinedTo, folder],
    findLog: () => [],
  })
  const id = randomUUID()
  const details = { watch: id, folder, since: since.toISOString(), everyS, revision: revision.number }
  return await ctx.mutate("watch.start", { incidentId, details }, async (tx) => {
    // Two that begin at once: the second sees the first.
    await tx.$executeRaw`SELECT 1 FROM incident WHERE id = ${incidentId}::uuid FOR UPDATE`
    if ((await tx.watch.count({ where: { incidentId, stoppedAt: null } })) > 0)
      throw new AppError("conflict", "The log of this incident is being watched; stop that watch first")
    const data = { id, incidentId, folder, incidentFile, since, everyS, revisionId: revision.id }
    await tx.watch.create({ data: { ...data, startedAt: ctx.now(), startedBy: ctx.actor.id } })
    return { id }
  })
}

async function newestRevision(ctx: Context, incidentId: string) {
  const incident = isUuid(incidentId) ? await ctx.db.incident.count({ where: { id: incidentId } }) : 0
  if (incident === 0) throw new AppError("not_found", "There is no such incident")
  const revision = await ctx.db.revision.findFirst({
    where: { incidentId, completedAt: { not: null }, resultAttempt: { not: null } },
    orderBy: { number: "desc" },
    include: { evidenceSet: true },
  })
  if (revision) return revision
  throw new AppError(
    "precondition",
    "No revision of this incident is finished; its mappings and tables are what a later log is read by",
  )
}

function checkSince(since: Date, now: Date): void {
  if (since > now) throw parseInput.refuse("since", `${clockOf(since.getTime())} is not over yet`)
  if (now.getTime() - since.getTime() > SINCE_DAYS_MAX * DAY_MS)
    throw parseInput.refuse(
      "since",
      `${clockOf(since.getTime())} is more than ${SINCE_DAYS_MAX} days ago; name a later instant`,
    )
}
