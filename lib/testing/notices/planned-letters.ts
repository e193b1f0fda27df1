import type { Context, Database, SystemContext } from "../../core/context.ts"
import type { Reader } from "../../core/engine.ts"
import { type LaidOutLetter, readVariantKey } from "../../core/letters.ts"
import { answerQuestion } from "../../exposure/revisions/answer-question.ts"
import { getResult } from "../../exposure/revisions/get-result.ts"
import { getPlannedRun } from "../../notices/audience/get-planned-run.ts"
import { keepLetters } from "../../notices/audience/keep-letters.ts"
import type { NoticeRun } from "../../notices/audience/list-planned-runs.ts"
import { type NoticePlanTools, noticePlanner } from "../../notices/audience/plan-notices.ts"
import type { NoticePlan } from "../../notices/audience/plan-shape.ts"
import { requestPlan } from "../../notices/audience/request-plan.ts"
import { writtenDigest } from "../../notices/audience/sending-facts.ts"
import type { RenderedLetter } from "../../notices/letters/render-variants.ts"
import type { NoticeSettingsInput } from "../../notices/schemas.ts"
import { makePlan } from "../../runs/planning/make-plan.ts"
import type { RunPlanner } from "../../runs/planning/run-planner.ts"
import { classifiedRevision } from "../database/classified-revision.ts"
import { contextsOver } from "../database/contexts.ts"
import { newIncident } from "../database/finished-revision.ts"
import type { ReferenceTables } from "../reference/model.ts"
import { testReader } from "../result-of.ts"
import { letterIncident, type PlantedPerson } from "./letter-incident.ts"
import { type ListedPerson, listOf } from "./mail-run.ts"

export type LetterIncident = Awaited<ReturnType<typeof newIncident>>

export interface PlannedLetters {
  run: NoticeRun
  runId: string
  plan: NoticePlan
  list: ListedPerson[]
  /** The rows of the list by account. */
  of: Map<string, ListedPerson>
}

/** What tests of audiences begin with: incidents with planted people, and plans of letters to them. */
export interface LetterTests {
  system: SystemContext
  as: ReturnType<typeof contextsOver>["as"]
  reader: Reader
  planner: RunPlanner
  newIncident(): Promise<LetterIncident>
  /** The next revision of an incident, with these people in it. */
  classify(
    incident: LetterIncident,
    people: readonly PlantedPerson[],
    tables?: Partial<ReferenceTables>,
  ): Promise<void>
  /** Legal settles what the newest revision leaves open. */
  settle(incident: LetterIncident): Promise<void>
  /** A run that was asked for and planned, with its list. */
  planned(incident: LetterIncident, settings?: Partial<NoticeSettingsInput>): Promise<PlannedLetters>
}

export const sender = { name: "Porch", address: "security@porch.example" }

/** A run in which the unaffected are written to as well. */
export const everybody = [
  { group: "unaffected", isTold: true, why: "policy", basis: "Everybody is told" },
] as const satisfies NoticeSettingsInput["parts"]

/** Opens all that over a test file's database. */
export async function letterTests(
  database: Database,
  folder: string,
  tools: NoticePlanTools,
  settings: Record<string, string> = {},
): Promise<LetterTests> {
  const reader = testReader(folder)
  const planner = noticePlanner(tools)
  const { as, system } = contextsOver(database, folder, { results: reader, settings })
  const [security, legal] = [await as("security"), await as("legal")]
  return {
    system,
    as,
    reader,
    planner,
    newIncident: () => newIncident(security),
    async classify(incident, people, tables = {}) {
      const planted = letterIncident(people)
      await classifiedRevision(security, system, incident, {
        ...planted,
        tables: { ...planted.tables, ...tables },
      })
    },
    async settle(incident) {
      const result = await getResult(system, incident)
      for (const { code } of result.summary.questions)
        await answerQuestion(legal, result, {
          code,
          seen: null,
          verdict: "settled",
          reason: "It was looked into",
        })
    },
    async planned(incident, settings = {}) {
      const { runId } = await requestPlan(system, incident.id, { sender, ...settings })
      if (!(await makePlan(system, planner, runId))) throw new Error("the run waits to be planned")
      const run = await getPlannedRun(system, runId)
      if (run.plan === null) throw new Error(`the run was not planned: ${run.trouble}`)
      const list = await listOf(system, reader, run)
      return { run, runId, plan: run.plan, list, of: new Map(list.map((row) => [row.account_id, row])) }
    },
  }
}

/** Keeps a short letter for each variant of a run, for tests that do not look at letters. */
export async function keepShortLetters(ctx: Context, { run, plan }: Pick<PlannedLetters, "run" | "plan">) {
  const letters = plan.variants.map(({ variant }): [string, RenderedLetter] => {
    const finished = { subject: variant, html: `<p>${variant}</p>`, text: variant, publicText: variant }
    return [
      variant,
      { ...finished, key: variant, variant: readVariantKey(variant), laidOut: {} as LaidOutLetter },
    ]
  })
  await keepLetters(ctx, run, new Map(letters), await writtenDigest(ctx.db, run.incidentId))
}
