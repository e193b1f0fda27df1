import { withBothNames } from "../../../../../lib/exposure/identities/with-names.ts"
import { listExposures } from "../../../../../lib/exposure/reading/list-exposures.ts"
import { parseExposuresQuery } from "../../../../../lib/exposure/reading/schemas.ts"
import { answer } from "../../../../server/answer.ts"
import { askedResult } from "../../../../shared/asked-result.ts"

interface RouteProps {
  params: Promise<{ incident: string }>
}

/** A page of the exposures of a result, with the cursor of the next one. */
export async function GET(request: Request, { params }: RouteProps): Promise<Response> {
  return await answer("exposures.view", async (ctx) => {
    const asked = await askedResult(ctx, request, (await params).incident)
    const page = await listExposures(ctx, asked.result, parseExposuresQuery(asked.params))
    const rows = await withBothNames(ctx, asked.result, page.rows)
    return Response.json({ ...page, rows }, { headers: { "cache-control": "no-store" } })
  })
}
