import { getIncident } from "../../../../../../../../../../lib/incidents/get-incident.ts"
import { incidentName } from "../../../../../../../../../../lib/incidents/incident-name.ts"
import { openWorkListFile } from "../../../../../../../../../../lib/notices/external/open-work-list-file.ts"
import { answer } from "../../../../../../../../../server/answer.ts"
import { demandOwnDownload } from "../../../../../../../../../server/form-post.ts"
import { getNoticeRunOf } from "../../../../../../../../../server/open-notices.ts"
import { fileResponse } from "../../../../../../../../../shared/work-lists/file-response.ts"

interface RouteProps {
  params: Promise<{ incident: string; number: string; stretch: string; name: string }>
}

/** A file of a work list, for somebody else's system. */
export async function GET(request: Request, { params }: RouteProps): Promise<Response> {
  return await answer("notice.take_work_list", async (ctx) => {
    demandOwnDownload(request)
    const { incident: asked, number, stretch, name } = await params
    const incident = await getIncident(ctx, asked)
    const run = await getNoticeRunOf(ctx, incident.id, number)
    const saved = `${incidentName(incident.number)}-run-${run.number}-${stretch}-${name}`
    return fileResponse(await openWorkListFile(ctx, run.id, stretch, name), saved)
  })
}
