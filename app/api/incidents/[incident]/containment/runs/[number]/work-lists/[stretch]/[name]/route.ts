import { logoutLists } from "../../../../../../../../../../lib/containment/external/logout-lists.ts"
import { getIncident } from "../../../../../../../../../../lib/incidents/get-incident.ts"
import { incidentName } from "../../../../../../../../../../lib/incidents/incident-name.ts"
import { openListFile } from "../../../../../../../../../../lib/runs/external/open-list-file.ts"
import { answer } from "../../../../../../../../../server/answer.ts"
import { demandOwnDownload } from "../../../../../../../../../server/form-post.ts"
import { getLogoutOf } from "../../../../../../../../../server/open-logout.ts"
import { fileResponse } from "../../../../../../../../../shared/work-lists/file-response.ts"

interface RouteProps {
  params: Promise<{ incident: string; number: string; stretch: string; name: string }>
}

/** A file of a logout's work list, for somebody else's system. */
export async function GET(request: Request, { params }: RouteProps): Promise<Response> {
  return await answer("logout.take_work_list", async (ctx) => {
    demandOwnDownload(request)
    const { incident: asked, number, stretch, name } = await params
    const incident = await getIncident(ctx, asked)
    const logout = await getLogoutOf(ctx, incident.id, number)
    const saved = `${incidentName(incident.number)}-logout-${logout.number}-${stretch}-${name}`
    return fileResponse(await openListFile(ctx, logoutLists, logout.id, stretch, name), saved)
  })
}
