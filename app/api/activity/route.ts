import { exportEntries } from "../../../lib/trail/export-entries.ts"
import { parseEntriesQuery } from "../../../lib/trail/schemas.ts"
import { answer } from "../../server/answer.ts"
import { demandOwnDownload } from "../../server/form-post.ts"
import { csvResponse } from "../../shared/csv-response.ts"

/** The entries of the installation's chain that the address asks for, as CSV. */
export async function GET(request: Request): Promise<Response> {
  return await answer("trail.export", async (ctx) => {
    demandOwnDownload(request)
    const query = parseEntriesQuery(new URL(request.url).searchParams)
    return await csvResponse(exportEntries(ctx, null, query), "tocsin-activity.csv")
  })
}
