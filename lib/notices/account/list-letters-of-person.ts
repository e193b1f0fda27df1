import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import type { ItemState } from "../../runs/rules.ts"
import type { NextStep } from "./account-row.ts"

/** A letter to somebody, as support sees it. */
export interface LetterOfPerson {
  runId: string
  runNumber: number
  variant: string
  /** As its readers have it in common: with marks where their own values stand; null where no letter was rendered. */
  subject: string | null
  text: string | null
  state: ItemState
  reason: string | null
  sentAt: Date | null
  changedAt: Date
  /** What came back about it, the latest first. */
  events: { source: string; says: string; outcome: string; takenAt: Date }[]
}

const EVENTS_MAX = 100

/**
 * What was sent to somebody in all runs of an incident, the latest first, and what was done besides. Of a run in which
 * their letter was not begun, there is nothing yet.
 */
export async function listLettersOfPerson(
  ctx: Pick<Context, "actor" | "db">,
  incidentId: string,
  pseudonym: string,
): Promise<{ letters: LetterOfPerson[]; followUps: NextStep[] }> {
  demand(ctx.actor, "notices.view")
  const runs = await ctx.db.plannedRun.findMany({
    where: { incidentId, kind: "notices" },
    select: { id: true, number: true },
    orderBy: { number: "desc" },
  })
  const items = await ctx.db.runItem.findMany({
    where: { runId: { in: runs.map(({ id }) => id) }, subject: pseudonym },
  })
  const [events, followUps, frozen] = await Promise.all([
    ctx.db.mailEvent.findMany({
      where: { token: { in: items.map(({ token }) => token) } },
      orderBy: { takenAt: "desc" },
      take: EVENTS_MAX,
    }),
    ctx.db.followUp.findMany({
      where: { incidentId, subject: pseudonym },
      select: { step: true, note: true, doneAt: true, doneBy: true },
      orderBy: { doneAt: "desc" },
    }),
    ctx.db.runLetter.findMany({
      where: { OR: items.map(({ runId, variant }) => ({ runId, variant })) },
      select: { runId: true, variant: true, subject: true, publicText: true },
    }),
  ])
  const letters = runs.flatMap(({ id, number }): LetterOfPerson[] => {
    const item = items.find(({ runId }) => runId === id)
    if (!item) return []
    const { variant, state, reason, sentAt, changedAt, token } = item
    const letter = frozen.find((one) => one.runId === id && one.variant === variant)
    return [
      {
        runId: id,
        runNumber: number,
        variant,
        subject: letter?.subject ?? null,
        text: letter?.publicText ?? null,
        state,
        reason,
        sentAt,
        changedAt,
        events: events
          .filter((event) => event.token === token)
          .map(({ source, says, outcome, takenAt }) => ({ source, says, outcome, takenAt })),
      },
    ]
  })
  return { letters, followUps }
}
