import {
  exportLogoutSteps,
  logoutRecord,
} from "../../../../../../../../../lib/containment/logout/export-logout.ts"
import { AppError } from "../../../../../../../../../lib/core/errors.ts"
import { getIncident } from "../../../../../../../../../lib/incidents/get-incident.ts"
import { incidentName } from "../../../../../../../../../lib/incidents/incident-name.ts"
import { answer } from "../../../../../../../../server/answer.ts"
import { demandOwnDownload } from "../../../../../../../../server/form-post.ts"
import { getLogoutOf } from "../../../../../../../../server/open-logout.ts"
import { csvResponse } from "../../../../../../../../shared/csv-response.ts"

interface RouteProps {
  params: Promise<{ incident: string; number: string; file: string }>
}

/** The steps of a logout as CSV, or all that is known of it as JSON. */
export async function GET(request: Request, { params }: RouteProps): Promise<Response> {
  return await answer("containment.view", async (ctx) => {
    demandOwnDownload(request)
    const { incident: asked, number, file } = await params
    const incident = await getIncident(ctx, asked)
    const logout = await getLogoutOf(ctx, incident.id, number)
    const name = `${incidentName(incident.number)}-logout-${logout.number}`
    if (file === "steps.csv") return await csvResponse(exportLogoutSteps(ctx, logout.id), `${name}-steps.csv`)
    if (file !== "record.json")
      throw new AppError("not_found", "There are steps.csv and record.json of a logout")
    return Response.json(await logoutRecord(ctx, logout.id), {
      headers: {
        "content-disposition": `attachment; filename="${name}-record.json"`,
        "cache-control": "no-store",
      },
    })
  })
}
