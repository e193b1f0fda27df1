import { logoutLists } from "../../../../../../../../../lib/containment/external/logout-lists.ts"
import { getIncident } from "../../../../../../../../../lib/incidents/get-incident.ts"
import { receiveResultsOf } from "../../../../../../../../../lib/runs/external/receive-results-of.ts"
import { answer } from "../../../../../../../../server/answer.ts"
import { chunksOf, isOwnPost } from "../../../../../../../../server/form-post.ts"
import { getLogoutOf } from "../../../../../../../../server/open-logout.ts"

interface RouteProps {
  params: Promise<{ incident: string; number: string; name: string }>
}

/** Takes the results of somebody else's system: the body is the file, its length is announced by the browser. */
export async function PUT(request: Request, { params }: RouteProps): Promise<Response> {
  return await answer("logout.take_results", async (ctx) => {
    if (!isOwnPost(request)) return Response.json({ message: "This was not sent by Tocsin" }, { status: 403 })
    const { incident: asked, number, name } = await params
    const incident = await getIncident(ctx, asked)
    const { id } = await getLogoutOf(ctx, incident.id, number)
    const announced = request.headers.get("content-length")
    const bytesExpected = announced === null ? null : Number(announced)
    return Response.json(await receiveResultsOf(ctx, logoutLists, id, name, chunksOf(request), bytesExpected))
  })
}
