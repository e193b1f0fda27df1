import type { Context } from "../../core/context.ts"
import { type ResultsFile, type ResultsTaken, takeResultsOf } from "../../runs/external/take-results-of.ts"
import type { ResultsProblem } from "../../runs/external/take-wave.ts"
import { letterLists } from "./letter-lists.ts"

/**
 * Takes what somebody else's system, or the log of a relay, says became of letters: NDJSON or CSV with token, state, at and
 * status. Rows about letters that are not of the run are refused and named, as are those that cannot be read or that
 * contradict what is known; all others count, once.
 */
export async function takeResults(
  ctx: Context,
  runId: string,
  file: ResultsFile,
  onProblem?: (problem: ResultsProblem) => void,
): Promise<ResultsTaken> {
  return await takeResultsOf(ctx, letterLists, runId, file, onProblem)
}
