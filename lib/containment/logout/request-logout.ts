import type { Prisma } from "../../../prisma/generated/client.ts"
import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { parseInput } from "../../core/parse-input.ts"
import { getAuthority } from "../authorities/get-authority.ts"
import { type LogoutSettingsInput, settingsSchema } from "./schemas.ts"

/** A cut-off that was typed on another machine may be a little ahead of this one's clock. */
const SKEW_MS = 2_000

interface Asked {
  runId: string
  number: number
}

/**
 * Asks for a plan of a logout, a dry run: a worker makes it, and nobody is touched. Gives back the one that is being made
 * with the same settings. Refuses a cut-off in the future and an authority that there is not.
 */
export async function requestLogout(
  ctx: Context,
  incidentId: string,
  input: LogoutSettingsInput,
): Promise<Asked> {
  demand(ctx.actor, "logout.request_plan")
  const settings = parseInput(settingsSchema, input)
  if (settings.cutoff !== null && Date.parse(settings.cutoff) > ctx.now().getTime() + SKEW_MS)
    throw parseInput.refuse(
      "cutoff",
      "This is in the future: sessions that are not begun yet cannot be ended",
    )
  await getAuthority(ctx, settings.authorityId)
  const about = ({ isNew, runId, number }: Asked & { isNew: boolean }) =>
    isNew ? { incidentId, details: { run: number, runId, settings: toldOf(settings) } } : null
  const { isNew: _, ...asked } = await ctx.mutate("logout.request_plan", about, async (tx) => {
    // Two requests at once get two numbers.
    const [incident] = await tx.$queryRaw<
      unknown[]
    >`SELECT 1 FROM incident WHERE id = ${incidentId}::uuid FOR UPDATE`
    if (!incident) throw new AppError("not_found", "There is no such incident")
    const wanted = settings as unknown as Prisma.InputJsonObject
    const same = await tx.plannedRun.findFirst({
      where: { incidentId, kind: "logout", state: "planning", settings: { equals: wanted } },
    })
    if (same) return { runId: same.id, number: same.number, isNew: false }
    const last = await tx.plannedRun.aggregate({
      where: { incidentId, kind: "logout" },
      _max: { number: true },
    })
    const run = await tx.plannedRun.create({
      data: {
        incidentId,
        kind: "logout",
        number: (last._max.number ?? 0) + 1,
        settings: wanted,
        pace: { perSecond: 1 },
        requestedAt: ctx.now(),
        requestedBy: ctx.actor.id,
        logout: { create: { authorityId: settings.authorityId, cutoff: cutoffOf(settings) } },
      },
    })
    return { runId: run.id, number: run.number, isNew: true }
  })
  return asked
}

/** A whole second: that is how finely tokens know when their login was. */
function cutoffOf({ cutoff }: { cutoff: string | null }): Date | null {
  return cutoff === null ? null : new Date(Math.floor(Date.parse(cutoff) / 1_000) * 1_000)
}

/** Names of accounts are customers' data: the trail has how many there are. */
function toldOf(settings: ReturnType<typeof settingsSchema.parse>): Prisma.InputJsonObject {
  const { scope, exempt, operators, ...rest } = settings
  const told = scope.by === "list" ? { by: scope.by, subjects: scope.subjects.length } : scope
  return { ...rest, scope: told, exempt: exempt.length, operators: operators.length }
}
