import { getIncident } from "../../../../../../../../lib/incidents/get-incident.ts"
import { answer } from "../../../../../../../server/answer.ts"
import { viewLogout } from "../../../../../../../server/logout-view.ts"
import { getLogoutOf } from "../../../../../../../server/open-logout.ts"
import { progressEvents } from "../../../../../../../server/progress-events.ts"
import { findIdleContext } from "../../../../../../../server/session.ts"

interface RouteProps {
  params: Promise<{ incident: string; number: string }>
}

/** How a logout goes, as server-sent events. */
export async function GET(request: Request, { params }: RouteProps): Promise<Response> {
  const find = () => findIdleContext(request)
  return await answer(
    "containment.view",
    async (ctx) => {
      const { incident: name, number } = await params
      const incident = await getIncident(ctx, name)
      const { id } = await getLogoutOf(ctx, incident.id, number)
      return progressEvents(request, { look: () => viewLogout(ctx, id), find })
    },
    find,
  )
}
