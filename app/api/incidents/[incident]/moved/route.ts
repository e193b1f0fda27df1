import { withNames } from "../../../../../lib/exposure/identities/with-names.ts"
import { listMoved } from "../../../../../lib/exposure/reading/list-moved.ts"
import { parseMovedQuery } from "../../../../../lib/exposure/reading/schemas.ts"
import { answer } from "../../../../server/answer.ts"
import { askedResult, comparedResult } from "../../../../shared/asked-result.ts"

interface RouteProps {
  params: Promise<{ incident: string }>
}

/** A page of the accounts that stand in another group than in the revision named by `with`. */
export async function GET(request: Request, { params }: RouteProps): Promise<Response> {
  return await answer("people.view", async (ctx) => {
    const asked = await askedResult(ctx, request, (await params).incident)
    const before = await comparedResult(ctx, asked)
    const page = await listMoved(ctx, before, asked.result, parseMovedQuery(asked.params))
    const rows = await withNames(ctx, asked.result, page.rows)
    return Response.json({ ...page, rows }, { headers: { "cache-control": "no-store" } })
  })
}
