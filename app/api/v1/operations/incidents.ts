import { z } from "zod"
import { declareIncident } from "../../../../lib/incidents/declare-incident.ts"
import { getIncident } from "../../../../lib/incidents/get-incident.ts"
import { listIncidents } from "../../../../lib/incidents/list-incidents.ts"
import { incidentName, severities } from "../../../../lib/incidents/schemas.ts"
import { acts, reads } from "../operation.ts"
import { cursorOf, incidentPart, incidentSchema, nextCursor, pageQuery } from "../parts.ts"

type Incident = Awaited<ReturnType<typeof getIncident>>

export const incidents = {
  listIncidents: reads({
    path: "/incidents",
    summary: "The incidents, the latest first",
    action: "incident.view",
    query: pageQuery,
    answer: z.strictObject({ rows: z.array(incidentSchema), nextCursor }),
    async run(ctx, { query }) {
      const { rows, next } = await listIncidents(ctx, { before: query.cursor, limit: query.limit })
      return { rows: rows.map(told), nextCursor: cursorOf(next) }
    },
  }),
  declareIncident: acts({
    path: "/incidents",
    summary:
      "Declares an incident: it has a number, and its clock runs. Sent again with the same key, it finds what the first request declared",
    action: "incident.declare",
    body: z.strictObject({
      title: z.string(),
      severity: z.enum(severities),
      awareAt: z.iso.datetime({ offset: true }),
      firstReport: z.string().optional(),
    }),
    needsIdempotencyKey: true,
    status: 201,
    answer: incidentSchema,
    refusals: [409],
    async run(ctx, { body: { firstReport, ...rest }, idempotencyKey }) {
      const input = { ...rest, ...(firstReport === undefined ? {} : { firstReport }) }
      const { number } = await declareIncident(ctx, input, idempotencyKey)
      return told(await getIncident(ctx, String(number)))
    },
  }),
  getIncident: reads({
    path: "/incidents/{incident}",
    summary: "One incident",
    action: "incident.view",
    params: z.strictObject({ incident: incidentPart }),
    answer: incidentSchema,
    refusals: [404],
    run: async (ctx, { params }) => told(await getIncident(ctx, params.incident)),
  }),
}

function told({ number, title, severity, firstReport, awareAt, declaredAt }: Incident) {
  return {
    incident: incidentName(number),
    title,
    severity,
    firstReport,
    awareAt: awareAt.toISOString(),
    declaredAt: declaredAt.toISOString(),
  }
}
