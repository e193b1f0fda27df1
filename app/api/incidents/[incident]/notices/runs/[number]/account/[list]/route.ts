import { AppError } from "../../../../../../../../../lib/core/errors.ts"
import { getIncident } from "../../../../../../../../../lib/incidents/get-incident.ts"
import { incidentName } from "../../../../../../../../../lib/incidents/incident-name.ts"
import { accountLists, exportAccount } from "../../../../../../../../../lib/notices/account/export-account.ts"
import { answer } from "../../../../../../../../server/answer.ts"
import { demandOwnDownload } from "../../../../../../../../server/form-post.ts"
import { getNoticeRunOf } from "../../../../../../../../server/open-notices.ts"
import { csvResponse } from "../../../../../../../../shared/csv-response.ts"

interface RouteProps {
  params: Promise<{ incident: string; number: string; list: string }>
}

/** Who was reached by a run, or who was not and what was done next, as CSV. */
export async function GET(request: Request, { params }: RouteProps): Promise<Response> {
  return await answer("list.export", async (ctx) => {
    demandOwnDownload(request)
    const { incident: name, number, list: named } = await params
    const list = accountLists.find((one) => one === named)
    if (!list)
      throw new AppError("not_found", `There is no list of this name; there are ${accountLists.join(", ")}`)
    const incident = await getIncident(ctx, name)
    const run = await getNoticeRunOf(ctx, incident.id, number)
    const rows = await exportAccount(ctx, run.id, list)
    return await csvResponse(rows, `${incidentName(incident.number)}-run-${run.number}-${list}.csv`)
  })
}
