import type { Context, Tx } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { parseInput } from "../../core/parse-input.ts"
import { frozenList } from "./account-run.ts"
import { type FollowUpInput, followUpSchema } from "./schemas.ts"

/**
 * Notes what was done for people whom a letter did not reach. Earlier notes stay; the latest counts. What the same member
 * noted of somebody last is not noted again. Refuses who is in no run of the incident.
 * @returns of how many it is news
 */
export async function recordFollowUp(
  ctx: Context,
  incidentId: string,
  input: FollowUpInput,
): Promise<number> {
  const { pseudonyms, step, note } = parseInput(followUpSchema, input)
  const subjects = [...new Set(pseudonyms)]
  const stranger = (await strangersTo(ctx, incidentId, subjects))[0]
  if (stranger !== undefined) throw new AppError("not_found", `No letter of this incident is for ${stranger}`)
  const about = (people: string[]) => (people.length > 0 ? { incidentId, details: { step, people } } : null)
  const news = await ctx.mutate("notice.follow_up", about, async (tx) => {
    // One after the other, so that what counts as the latest is the same for all.
    await tx.$executeRaw`SELECT 1 FROM incident WHERE id = ${incidentId}::uuid FOR NO KEY UPDATE`
    const latest = await latestOf(tx, incidentId, subjects)
    const isKnown = (subject: string) => {
      const last = latest.get(subject)
      return last?.step === step && last.note === note && last.doneBy === ctx.actor.id
    }
    const people = subjects.filter((subject) => !isKnown(subject))
    // The clock of the row's own writing: a transaction's beginning would put two that waited for each other in disorder.
    const doneAt = ctx.now()
    await tx.followUp.createMany({
      data: people.map((subject) => ({ incidentId, subject, step, note, doneAt, doneBy: ctx.actor.id })),
    })
    return people
  })
  return news.length
}

async function latestOf(tx: Tx, incidentId: string, subjects: string[]) {
  const steps = await tx.followUp.findMany({
    where: { incidentId, subject: { in: subjects } },
    orderBy: [{ doneAt: "asc" }, { id: "asc" }],
  })
  return new Map(steps.map((one) => [one.subject, one]))
}

/** Who of these is in no run of letters, whether their letters were begun or not. */
async function strangersTo(ctx: Context, incidentId: string, subjects: readonly string[]): Promise<string[]> {
  const runs = await ctx.db.plannedRun.findMany({
    where: { incidentId, kind: "notices", listDigest: { not: null } },
    select: { id: true, incidentId: true },
    orderBy: { number: "desc" },
  })
  const items = await ctx.db.runItem.findMany({
    where: { runId: { in: runs.map(({ id }) => id) }, subject: { in: [...subjects] } },
    select: { subject: true },
  })
  const known = new Set(items.map(({ subject }) => subject))
  for (const run of runs) {
    const rest = subjects.filter((subject) => !known.has(subject))
    if (rest.length === 0) return []
    const listed = await ctx
      .results("notices.view")
      .rows(
        `SELECT pseudonym FROM ${frozenList(ctx, run)} WHERE pseudonym IN (${rest.map((_, at) => `$p${at}`).join(", ")})`,
        Object.fromEntries(rest.map((subject, at) => [`p${at}`, subject])),
      )
    for (const { pseudonym } of listed) known.add(String(pseudonym))
  }
  return subjects.filter((subject) => !known.has(subject))
}
