import { getIncident } from "../../../../../../../../../lib/incidents/get-incident.ts"
import { receiveResults } from "../../../../../../../../../lib/notices/external/receive-results.ts"
import { answer } from "../../../../../../../../server/answer.ts"
import { chunksOf, isOwnPost } from "../../../../../../../../server/form-post.ts"
import { getNoticeRunOf } from "../../../../../../../../server/open-notices.ts"

interface RouteProps {
  params: Promise<{ incident: string; number: string; name: string }>
}

/** Takes the results of somebody else's system: the body is the file, its length is announced by the browser. */
export async function PUT(request: Request, { params }: RouteProps): Promise<Response> {
  return await answer("notice.take_results", async (ctx) => {
    if (!isOwnPost(request)) return Response.json({ message: "This was not sent by Tocsin" }, { status: 403 })
    const { incident: asked, number, name } = await params
    const incident = await getIncident(ctx, asked)
    const run = await getNoticeRunOf(ctx, incident.id, number)
    const announced = request.headers.get("content-length")
    const bytesExpected = announced === null ? null : Number(announced)
    return Response.json(await receiveResults(ctx, run.id, name, chunksOf(request), bytesExpected))
  })
}
