import { getIncident } from "../../../../../../../../lib/incidents/get-incident.ts"
import { getPlannedRun } from "../../../../../../../../lib/notices/audience/get-planned-run.ts"
import { answer } from "../../../../../../../server/answer.ts"
import { viewNoticeRun } from "../../../../../../../server/notice-run-view.ts"
import { getNoticeRunOf } from "../../../../../../../server/open-notices.ts"
import { progressEvents } from "../../../../../../../server/progress-events.ts"
import { findIdleContext } from "../../../../../../../server/session.ts"

interface RouteProps {
  params: Promise<{ incident: string; number: string }>
}

/** How a run of letters goes, as server-sent events. */
export async function GET(request: Request, { params }: RouteProps): Promise<Response> {
  const find = () => findIdleContext(request)
  return await answer(
    "notices.view",
    async (ctx) => {
      const { incident: name, number } = await params
      const incident = await getIncident(ctx, name)
      const run = await getNoticeRunOf(ctx, incident.id, number)
      return progressEvents(request, {
        look: async () => await viewNoticeRun(ctx, await getPlannedRun(ctx, run.id)),
        find,
      })
    },
    find,
  )
}
