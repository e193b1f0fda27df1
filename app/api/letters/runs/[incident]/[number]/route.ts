import { AppError } from "../../../../../../lib/core/errors.ts"
import { getIncident } from "../../../../../../lib/incidents/get-incident.ts"
import { previewRun } from "../../../../../../lib/notices/audience/preview-run.ts"
import { answer } from "../../../../../server/answer.ts"
import { letterAnswer, schemeIn } from "../../../../../server/letter-answer.ts"
import { getNoticeRunOf } from "../../../../../server/open-notices.ts"
import { resources } from "../../../../../server/resources.ts"

interface RouteProps {
  params: Promise<{ incident: string; number: string }>
}

/** A form of a run's letters as a stand-in gets it, for a frame. */
export async function GET(request: Request, { params }: RouteProps): Promise<Response> {
  return await answer("notices.view", async (ctx) => {
    const { incident: name, number } = await params
    const asked = new URL(request.url).searchParams
    const incident = await getIncident(ctx, name)
    const run = await getNoticeRunOf(ctx, incident.id, number)
    const previews = await previewRun(ctx, resources().forms, run, asked.get("variant") ?? "")
    const shown = previews.find(({ spread }) => spread === asked.get("spread")) ?? previews.at(-1)
    if (!shown) throw new AppError("not_found", "Nobody on the list gets this letter")
    return letterAnswer(shown.letter.html, schemeIn(request))
  })
}
