import type { Context } from "../../core/context.ts"
import { receiveResultsOf } from "../../runs/external/receive-results-of.ts"
import type { ResultsTaken } from "../../runs/external/take-results-of.ts"
import { letterLists } from "./letter-lists.ts"

/**
 * Keeps a results file that a person sends, whole or not at all, and takes it. Refuses what is neither CSV nor NDJSON by
 * its name, and whatever takeResults refuses; the file stays beside the run either way.
 */
export async function receiveResults(
  ctx: Context,
  runId: string,
  name: string,
  stream: AsyncIterable<Uint8Array>,
  bytesExpected: number | null,
): Promise<ResultsTaken> {
  return await receiveResultsOf(ctx, letterLists, runId, name, stream, bytesExpected)
}
