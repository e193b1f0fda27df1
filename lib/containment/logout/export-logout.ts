import type { Prisma } from "../../../prisma/generated/client.ts"
import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { csvLine } from "../../core/csv.ts"
import { getLogoutProgress } from "./logout-progress.ts"

const CHUNK_STEPS = 1_000

/** All steps of a logout, in their order, as the text of a CSV file in pieces. Throws not_found where there is none. */
export async function* exportLogoutSteps(ctx: Context, runId: string): AsyncGenerator<string> {
  yield csvLine(["at", "phase", "wave", "what", "outcome", "found"])
  for await (const steps of stepsOf(ctx, runId))
    yield steps
      .map(({ at, phase, wave, what, isGood, found }) =>
        csvLine([at.toISOString(), phase, wave, what, isGood ? "good" : "not good", found]),
      )
      .join("")
}

/**
 * A logout as programs read it: what was planned, claimed and measured, every step and every look at a canary. No name of a
 * subject and no token is in it. Throws not_found where there is none.
 */
export async function logoutRecord(ctx: Context, runId: string): Promise<Prisma.InputJsonObject> {
  const { logout, counts, canaries, sample, report } = await getLogoutProgress(ctx, runId)
  const steps = []
  for await (const some of stepsOf(ctx, runId))
    for (const { id: _, runId: __, ...step } of some) steps.push(step)
  const { settings, ...run } = logout
  const { scope, exempt, operators, ...rest } = settings
  const told = {
    ...rest,
    scope: scope.by === "list" ? { by: scope.by, subjects: scope.subjects.length } : scope,
    exempt: exempt.length,
    operators: operators.length,
  }
  return JSON.parse(JSON.stringify({ ...run, settings: told, counts, canaries, sample, report, steps }))
}

async function* stepsOf(ctx: Context, runId: string) {
  demand(ctx.actor, "containment.view")
  let after: string | null = null
  for (;;) {
    const steps: Prisma.LogoutEventGetPayload<object>[] = await ctx.db.logoutEvent.findMany({
      where: { runId, ...(after !== null && { id: { gt: after } }) },
      orderBy: { id: "asc" },
      take: CHUNK_STEPS,
    })
    if (steps.length > 0) yield steps
    if (steps.length < CHUNK_STEPS) return
    after = steps.at(-1)?.id ?? null
  }
}
