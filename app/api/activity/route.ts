import { exportEntries } from "../../../lib/trail/export-entries.ts"
import { parseEntriesQuery } from "../../../lib/trail/schemas.ts"
import { answer } from "../../server/answer.ts"
import { csvResponse } from "../../shared/csv-response.ts"

/** The entries of the installation's chain that the address asks for, as CSV. */
export async function GET(request: Request): Promise<Response> {
  return await answer("trail.view", async (ctx) => {
    const query = parseEntriesQuery(new URL(request.url).searchParams)
    return await csvResponse(exportEntries(ctx, null, query), "tocsin-activity.csv")
  })
}
