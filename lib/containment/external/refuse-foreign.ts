import type { PlannedRun } from "../../../prisma/generated/client.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import type { ResultLine } from "../../runs/external/result-rows.ts"
import type { ItemState } from "../../runs/rules.ts"
import { canaryToken, listedRoles } from "./listed-canaries.ts"

/** Of these nobody else was given anything yet. */
const NOT_OUT: readonly ItemState[] = ["queued", "deferred", "held", "suppressed", "cancelled"]

/**
 * Refuses a results file as a whole that is about another run, or that says something of a subject whom nobody was given:
 * who did that has another list than ours, and a person has to see which before anything of it counts.
 * @throws AppError invalid, naming the line or the run
 */
export async function refuseForeign(
  ctx: Context,
  run: PlannedRun,
  lines: AsyncIterable<ResultLine[]>,
): Promise<void> {
  const waiting = await waitingCanaries(ctx, run.id)
  let [own, others]: [number, string | null] = [0, null]
  for await (const batch of lines) {
    const rows = batch.flatMap((row) => ("fault" in row ? [] : row))
    const found = await ctx.db.runItem.findMany({
      where: { token: { in: rows.map(({ token }) => token) } },
      select: { token: true, runId: true, state: true },
    })
    const ours = new Map(found.flatMap((one) => (one.runId === run.id ? [[one.token, one.state]] : [])))
    const early = rows.find(
      ({ token }) => waiting.has(token) || NOT_OUT.includes(ours.get(token) ?? "sending"),
    )
    if (early)
      throw new AppError(
        "invalid",
        `Line ${early.line} is about a subject who was never handed out: nothing of this file was taken`,
      )
    own += ours.size
    others ??= found.find(({ runId }) => runId !== run.id)?.runId ?? null
  }
  if (own === 0 && others !== null)
    throw new AppError("invalid", `This file is about ${await nameOf(ctx, others)}: nothing of it was taken`)
}

/** Tokens of canary accounts that are on no list yet. */
async function waitingCanaries(ctx: Context, runId: string): Promise<Set<string>> {
  const out = await ctx.db.canary.findMany({
    where: { runId, dueAt: { not: null } },
    select: { role: true },
    distinct: ["role"],
  })
  const waiting = listedRoles.filter((role) => !out.some((one) => one.role === role))
  return new Set(waiting.map((role) => canaryToken(ctx, runId, role)))
}

async function nameOf({ db }: Pick<Context, "db">, runId: string): Promise<string> {
  const { number, kind, incident } = await db.plannedRun.findUniqueOrThrow({
    where: { id: runId },
    include: { incident: { select: { number: true } } },
  })
  return `${kind === "logout" ? "logout" : "the run of letters"} ${number} of INC-${incident.number}`
}
