import { z } from "zod"
import type { Context } from "../../../../lib/core/context.ts"
import { getRun } from "../../../../lib/exposure/revisions/get-run.ts"
import { pageRuns } from "../../../../lib/exposure/revisions/page-revisions.ts"
import { retryRun } from "../../../../lib/exposure/revisions/retry-run.ts"
import { stopRun } from "../../../../lib/exposure/revisions/stop-run.ts"
import { viewRun } from "../../../../lib/exposure/revisions/view-run.ts"
import { getIncident } from "../../../../lib/incidents/get-incident.ts"
import { acts, reads } from "../operation.ts"
import { cursorOf, incidentPart, nextCursor, pageQuery, runPart, runSchema } from "../parts.ts"

const ofRun = z.strictObject({ run: runPart })

export const runs = {
  listRuns: reads({
    path: "/incidents/{incident}/runs",
    summary:
      "The attempts at an incident's revisions, the latest first; a page holds those of so many revisions",
    action: "incident.view",
    params: z.strictObject({ incident: incidentPart }),
    query: pageQuery,
    answer: z.strictObject({ rows: z.array(runSchema), nextCursor }),
    refusals: [404],
    async run(ctx, { params, query }) {
      const { id } = await getIncident(ctx, params.incident)
      const { rows, next } = await pageRuns(ctx, id, { before: query.cursor, limit: query.limit })
      return { rows: rows.map((one) => told(one, one.revision.number)), nextCursor: cursorOf(next) }
    },
  }),
  getRun: reads({
    path: "/runs/{run}",
    summary: "One attempt: how far it is, and why it ended",
    action: "incident.view",
    params: ofRun,
    answer: runSchema,
    refusals: [404],
    run: (ctx, { params }) => toldById(ctx, params.run),
  }),
  stopRun: acts({
    path: "/runs/{run}/stop",
    summary: "Stops an attempt: at once while it waits, within a second or so while it runs",
    action: "run.stop",
    params: ofRun,
    status: 202,
    answer: runSchema,
    refusals: [404, 409],
    async run(ctx, { params }) {
      await stopRun(ctx, params.run)
      return await toldById(ctx, params.run)
    },
  }),
  retryRun: acts({
    path: "/runs/{run}/retry",
    summary: "Tries a revision again that failed or was stopped, and answers with the new attempt",
    action: "run.retry",
    params: ofRun,
    status: 202,
    answer: runSchema,
    refusals: [404, 409],
    async run(ctx, { params }) {
      const { runId } = await retryRun(ctx, params.run)
      return await toldById(ctx, runId)
    },
  }),
}

export async function toldById(ctx: Context, runId: string): Promise<z.input<typeof runSchema>> {
  const run = await getRun(ctx, runId)
  return told(run, run.revision.number)
}

/** A run as the console shows it, with what it belongs to. */
export function told(
  run: Parameters<typeof viewRun>[0] & { attempt: number },
  revision: number,
): z.input<typeof runSchema> {
  const { id, ...view } = viewRun(run)
  return { run: id, revision, attempt: run.attempt, ...view }
}
