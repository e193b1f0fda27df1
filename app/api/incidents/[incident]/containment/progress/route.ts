import { getIncident } from "../../../../../../lib/incidents/get-incident.ts"
import { answer } from "../../../../../server/answer.ts"
import { viewContainment } from "../../../../../server/open-containment.ts"
import { progressEvents } from "../../../../../server/progress-events.ts"
import { findIdleContext } from "../../../../../server/session.ts"

interface RouteProps {
  params: Promise<{ incident: string }>
}

/** That something in the room of containment has changed, as server-sent events. */
export async function GET(request: Request, { params }: RouteProps): Promise<Response> {
  const find = () => findIdleContext(request)
  return await answer(
    "containment.view",
    async (ctx) => {
      const { id } = await getIncident(ctx, (await params).incident)
      return progressEvents(request, { look: () => viewContainment(ctx, id), find })
    },
    find,
  )
}
