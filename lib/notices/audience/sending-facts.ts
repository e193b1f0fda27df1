import type { PlannedRun } from "../../../prisma/generated/client.ts"
import { digestOf } from "../../core/canonical-json.ts"
import type { Context } from "../../core/context.ts"
import { invariant } from "../../core/errors.ts"
import { type Conclusion, conclude, withAnswers } from "../../exposure/revisions/conclusion.ts"
import type { Summary } from "../../exposure/summary.ts"
import { standingHolds } from "./plan-sources.ts"

type Db = Context["db"]

/**
 * SHA-256 of all that people of this incident wrote for its letters, as it counts now: copy, facts, and who vouches for
 * what. The copy that Tocsin brings is no part of it: it is in the letters that a run keeps.
 */
export async function writtenDigest(
  db: Pick<Db, "letterCopy" | "letterFacts" | "letterReview">,
  incidentId: string,
): Promise<string> {
  const copies = await db.letterCopy.findMany({
    where: { incidentId },
    orderBy: [{ letter: "asc" }, { locale: "asc" }, { version: "desc" }],
    distinct: ["letter", "locale"],
    select: { letter: true, locale: true, copy: true },
  })
  const facts = await db.letterFacts.findFirst({ where: { incidentId }, orderBy: { version: "desc" } })
  const reviews = await db.letterReview.findMany({
    where: { incidentId },
    orderBy: { id: "asc" },
    select: { letter: true, locale: true, digest: true, reviewer: true },
  })
  return digestOf({ copies, facts: facts?.facts ?? null, reviews })
}

/** SHA-256 of the letters that a run keeps, or null where it keeps none. */
export async function lettersDigest(db: Pick<Db, "runLetter">, runId: string): Promise<string | null> {
  const letters = await db.runLetter.findMany({ where: { runId }, orderBy: { variant: "asc" } })
  return letters.length === 0 ? null : digestOf(letters)
}

/** A conclusion, with what keeps it from being more: questions without an answer, and those that stand. */
export interface OpenConclusion extends Conclusion {
  open: { code: string; count: number; isAnswered: boolean }[]
}

/** May the accounts without any grade be called unaffected, by the revision that a run rests on, or by another one? */
export async function conclusionOf(
  db: Pick<Db, "revision">,
  { incidentId, revision }: Pick<PlannedRun, "incidentId" | "revision">,
): Promise<OpenConclusion> {
  invariant(revision !== null, "a planned run rests on a revision")
  const row = await db.revision.findFirstOrThrow({
    where: { incidentId, number: revision },
    include: { answers: true },
  })
  const { questions } = row.summary as unknown as Summary
  const answered = withAnswers(questions, row.answers)
  const open = answered
    .filter(({ answer }) => answer?.verdict !== "settled")
    .map(({ code, count, answer }) => ({ code, count, isAnswered: answer !== null }))
  return { ...conclude(answered), open }
}

/** What else in the incident a run's letters depend on: its newest result, its other runs, the holds of authorities. */
export async function surroundingsOf(
  db: Pick<Db, "revision" | "plannedRun" | "noticeHold">,
  { id, incidentId }: Pick<PlannedRun, "id" | "incidentId">,
) {
  const latest = await db.revision.findFirst({
    where: { incidentId, completedAt: { not: null } },
    orderBy: { number: "desc" },
    select: { number: true, digest: true },
  })
  const runs = await db.plannedRun.findMany({
    where: { incidentId, kind: "notices", id: { not: id }, startedAt: { not: null } },
    orderBy: { number: "asc" },
    select: { id: true, number: true, state: true },
  })
  return { latest, runs, holds: await standingHolds(db, incidentId) }
}
