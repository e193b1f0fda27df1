import { withNames } from "../../../../../lib/exposure/identities/with-names.ts"
import { listPeople } from "../../../../../lib/exposure/reading/list-people.ts"
import { parsePeopleQuery } from "../../../../../lib/exposure/reading/schemas.ts"
import { answer } from "../../../../server/answer.ts"
import { askedResult } from "../../../../shared/asked-result.ts"

interface RouteProps {
  params: Promise<{ incident: string }>
}

/** A page of the owners and viewers of a result by pseudonym, named where they are revealed, with the cursor of the next one. */
export async function GET(request: Request, { params }: RouteProps): Promise<Response> {
  return await answer("people.view", async (ctx) => {
    const asked = await askedResult(ctx, request, (await params).incident)
    const page = await listPeople(ctx, asked.result, parsePeopleQuery(asked.params))
    const rows = await withNames(ctx, asked.result, page.rows)
    return Response.json({ ...page, rows }, { headers: { "cache-control": "no-store" } })
  })
}
