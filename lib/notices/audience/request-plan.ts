import type { Prisma } from "../../../prisma/generated/client.ts"
import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { readPart } from "../../core/letters.ts"
import { parseInput } from "../../core/parse-input.ts"
import { findFacts } from "../letters/get-facts.ts"
import { type NoticeSettings, type NoticeSettingsInput, settingsSchema } from "../schemas.ts"
import { partOrder } from "../settings.ts"
import { decideParts } from "./decide-parts.ts"
import { settingsOf } from "./list-planned-runs.ts"

/**
 * What a plan of this incident's letters would be asked for with: as the last run had it, or by the facts of its letters.
 * The sender is empty where nobody has said yet who writes.
 */
export async function suggestSettings(ctx: Context, incidentId: string): Promise<NoticeSettings> {
  demand(ctx.actor, "notices.view")
  const last = await ctx.db.plannedRun.findFirst({
    where: { incidentId, kind: "notices" },
    orderBy: { number: "desc" },
  })
  if (last) return settingsOf(last)
  const kept = await findFacts(ctx.db, incidentId)
  const { company = "", supportEmail = "" } = kept?.facts ?? {}
  const name = company || "-"
  const { parts: _, ...suggested } = settingsSchema.parse({
    sender: { name, address: supportEmail || "nobody@example.invalid" },
  })
  return {
    ...suggested,
    pace: { perSecond: suggested.pace.perSecond },
    parts: completeParts([]),
    sender: { name: company, address: supportEmail },
  }
}

/**
 * Asks for a plan of letters over the latest finished revision: a worker makes it. Gives back the one that is being made
 * with the same settings. Refuses where no revision is done.
 */
export async function requestPlan(
  ctx: Context,
  incidentId: string,
  input: NoticeSettingsInput,
): Promise<{ runId: string; number: number }> {
  demand(ctx.actor, "notice.request_plan")
  const given = parseInput(settingsSchema, input)
  const settings = { ...given, parts: completeParts(given.parts) } as NoticeSettings
  const about = ({ isNew, runId, number }: { runId: string; number: number; isNew: boolean }) =>
    isNew ? { incidentId, details: { run: number, runId, settings: toldOf(settings) } } : null
  const { isNew: _, ...asked } = await ctx.mutate("notice.request_plan", about, async (tx) => {
    // Two requests at once get two numbers.
    const [incident] = await tx.$queryRaw<
      unknown[]
    >`SELECT 1 FROM incident WHERE id = ${incidentId}::uuid FOR UPDATE`
    if (!incident) throw new AppError("not_found", "There is no such incident")
    const done = await tx.revision.count({ where: { incidentId, completedAt: { not: null } } })
    if (done === 0)
      throw new AppError("precondition", "No revision is done yet: nobody knows whom to write to")
    const wanted = settings as unknown as Prisma.InputJsonObject
    const same = await tx.plannedRun.findFirst({
      where: { incidentId, kind: "notices", state: "planning", settings: { equals: wanted } },
    })
    if (same) return { runId: same.id, number: same.number, isNew: false }
    const last = await tx.plannedRun.aggregate({
      where: { incidentId, kind: "notices" },
      _max: { number: true },
    })
    const run = await tx.plannedRun.create({
      data: {
        incidentId,
        kind: "notices",
        number: (last._max.number ?? 0) + 1,
        settings: wanted,
        pace: settings.pace as unknown as Prisma.InputJsonObject,
        requestedAt: ctx.now(),
        requestedBy: ctx.actor.id,
      },
    })
    return { runId: run.id, number: run.number, isNew: true }
  })
  return asked
}

/** Every part is decided about and kept, so that later versions of the suggestions change nothing. */
function completeParts(parts: NoticeSettings["parts"]): NoticeSettings["parts"] {
  const decided = decideParts({ parts })
  return partOrder.flatMap((part) => {
    const one = decided.get(part)
    if (!one) return []
    const { group, direction } = readPart(part)
    const { isTold, why, basis, notToldReason } = one
    return { group, direction, isTold, why, basis, ...(notToldReason === null ? {} : { notToldReason }) }
  })
}

/** Settings hold no customer's data; they stand in the trail as they are. */
function toldOf(settings: NoticeSettings): Prisma.InputJsonObject {
  return settings as unknown as Prisma.InputJsonObject
}
