import { getIncident } from "../../../../../lib/incidents/get-incident.ts"
import { incidentName } from "../../../../../lib/incidents/schemas.ts"
import { exportEntries } from "../../../../../lib/trail/export-entries.ts"
import { parseEntriesQuery } from "../../../../../lib/trail/schemas.ts"
import { answer } from "../../../../server/answer.ts"
import { demandOwnDownload } from "../../../../server/form-post.ts"
import { csvResponse } from "../../../../shared/csv-response.ts"

interface RouteProps {
  params: Promise<{ incident: string }>
}

/** The entries of an incident's chain that the address asks for, as CSV. */
export async function GET(request: Request, { params }: RouteProps): Promise<Response> {
  return await answer("trail.export", async (ctx) => {
    demandOwnDownload(request)
    const incident = await getIncident(ctx, (await params).incident)
    const query = parseEntriesQuery(new URL(request.url).searchParams)
    const rows = exportEntries(ctx, incident.id, query)
    return await csvResponse(rows, `${incidentName(incident.number)}-activity.csv`)
  })
}
