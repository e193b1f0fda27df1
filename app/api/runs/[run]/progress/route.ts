import { getRun } from "../../../../../lib/exposure/revisions/get-run.ts"
import { viewRun } from "../../../../../lib/exposure/revisions/view-run.ts"
import { answer } from "../../../../server/answer.ts"
import { progressEvents } from "../../../../server/progress-events.ts"
import { findIdleContext } from "../../../../server/session.ts"

interface RouteProps {
  params: Promise<{ run: string }>
}

/** How a run goes, as server-sent events. */
export async function GET(request: Request, { params }: RouteProps): Promise<Response> {
  const find = () => findIdleContext(request)
  return await answer(
    "incident.view",
    async (ctx) => {
      const { id } = await getRun(ctx, (await params).run)
      return progressEvents(request, { look: async () => viewRun(await getRun(ctx, id)), find })
    },
    find,
  )
}
