import { z } from "zod"
import { groups } from "../../../../lib/exposure/reading/schemas.ts"
import { conclude, withAnswers } from "../../../../lib/exposure/revisions/conclusion.ts"
import { getRevision, pageRevisions } from "../../../../lib/exposure/revisions/page-revisions.ts"
import { requestAgain } from "../../../../lib/exposure/revisions/request-again.ts"
import type { Summary } from "../../../../lib/exposure/summary.ts"
import { getIncident } from "../../../../lib/incidents/get-incident.ts"
import { acts, reads } from "../operation.ts"
import {
  count,
  cursorOf,
  evidenceInstant,
  incidentPart,
  instant,
  nextCursor,
  pageQuery,
  revisionPart,
  runSchema,
} from "../parts.ts"
import { toldById, told as toldRun } from "./runs.ts"

const revisionSchema = z.strictObject({
  revision: z.int(),
  requestedAt: instant,
  completedAt: instant.nullable(),
  digest: z
    .string()
    .nullable()
    .meta({ description: "Of the people and exposures: the same for the same result" }),
  run: runSchema.nullable().meta({ description: "The latest attempt" }),
})

const byGrade = z.strictObject({ total: count, video: count, tapped: count, shown: count })

const figuresSchema = z.strictObject({
  window: z.strictObject({ from: evidenceInstant, to: evidenceInstant }),
  owners: byGrade,
  viewers: byGrade,
  accounts: z.strictObject({
    total: count,
    either: count,
    eitherUpper: count,
    notShownAsAffected: count,
    unreachable: count,
    groups: z.strictObject(Object.fromEntries(groups.map((one) => [one, count]))),
  }),
  exposures: z.strictObject({ total: count, inScope: count }),
  questions: z.array(
    z.strictObject({
      code: z.string(),
      count,
      text: z.string(),
      verdict: z.enum(["settled", "stands"]).nullable().meta({ description: "null: nobody has answered it" }),
    }),
  ),
  conclusion: z.enum(["unaffected", "not shown as affected"]).meta({
    description:
      "What accounts without any grade may be called: the first only when each question is settled",
  }),
})

const ofIncident = z.strictObject({ incident: incidentPart })

export const revisions = {
  listRevisions: reads({
    path: "/incidents/{incident}/revisions",
    summary: "The runs of the classifier over an incident's evidence, the latest first",
    action: "incident.view",
    params: ofIncident,
    query: pageQuery,
    answer: z.strictObject({ rows: z.array(revisionSchema), nextCursor }),
    refusals: [404],
    async run(ctx, { params, query }) {
      const { id } = await getIncident(ctx, params.incident)
      const { rows, next } = await pageRevisions(ctx, id, { before: query.cursor, limit: query.limit })
      return { rows: rows.map(told), nextCursor: cursorOf(next) }
    },
  }),
  requestRevision: acts({
    path: "/incidents/{incident}/revisions",
    summary:
      "Asks for a new revision that reads the evidence of an earlier one in the same way. What has been asked for already and is not over is not asked for twice",
    action: "revision.request",
    params: ofIncident,
    body: z.strictObject({ like: z.int().min(1), confirmGaps: z.boolean().default(false) }),
    status: 202,
    answer: runSchema,
    refusals: [404],
    async run(ctx, { params, body }) {
      const { id } = await getIncident(ctx, params.incident)
      const earlier = await getRevision(ctx, id, body.like)
      const revision = { id: earlier.id, number: earlier.number, completedAt: earlier.requestedAt }
      const { runId } = await requestAgain(ctx, { revision }, { confirmGaps: body.confirmGaps })
      return await toldById(ctx, runId)
    },
  }),
  getRevision: reads({
    path: "/incidents/{incident}/revisions/{revision}",
    summary: "One revision with its figures, once it is done",
    action: "incident.view",
    params: ofIncident.extend({ revision: revisionPart }),
    answer: revisionSchema.extend({ figures: figuresSchema.nullable() }),
    refusals: [404],
    async run(ctx, { params }) {
      const { id } = await getIncident(ctx, params.incident)
      const { summary, answers, ...revision } = await getRevision(ctx, id, params.revision)
      const known = summary as unknown as Summary | null
      return { ...told(revision), figures: known && figuresOf(known, answers) }
    },
  }),
}

function told(revision: Awaited<ReturnType<typeof pageRevisions>>["rows"][number]) {
  const { number, requestedAt, completedAt, digest, runs } = revision
  return {
    revision: number,
    requestedAt: requestedAt.toISOString(),
    completedAt: completedAt?.toISOString() ?? null,
    digest,
    run: runs[0] ? toldRun(runs[0], number) : null,
  }
}

function figuresOf(
  summary: Summary,
  answers: Parameters<typeof withAnswers>[1],
): z.input<typeof figuresSchema> {
  const { window, owners, viewers, accounts, exposures } = summary
  const questions = withAnswers(summary.questions, answers)
  return {
    window,
    owners,
    viewers,
    accounts: {
      total: accounts.total,
      either: accounts.either,
      eitherUpper: accounts.either_upper,
      notShownAsAffected: accounts.unaffected,
      unreachable: accounts.unreachable,
      groups: Object.fromEntries(groups.map((one) => [one, accounts.groups[one] ?? 0])),
    },
    exposures: { total: exposures.total, inScope: exposures.in_scope },
    questions: questions.map(({ code, count: asked, text, answer }) => ({
      code,
      count: asked,
      text,
      verdict: answer?.verdict ?? null,
    })),
    conclusion: conclude(questions).word,
  }
}
