import type { Context } from "../../lib/core/context.ts"
import { invalid } from "../../lib/core/errors.ts"
import type { Result } from "../../lib/exposure/reading/result.ts"
import { getResult } from "../../lib/exposure/revisions/get-result.ts"
import { getIncident } from "../../lib/incidents/get-incident.ts"

export interface AskedResult {
  incident: Awaited<ReturnType<typeof getIncident>>
  result: Result
  params: URLSearchParams
}

/**
 * The result that the address of a program's request names: that of its revision, else of the highest finished one.
 * @throws AppError not_found, or invalid when the revision is no number
 */
export async function askedResult(ctx: Context, request: Request, name: string): Promise<AskedResult> {
  const params = new URL(request.url).searchParams
  const incident = await getIncident(ctx, name)
  return { incident, params, result: await getResult(ctx, incident, revisionIn(params, "revision")) }
}

/**
 * The result that an address compares with: that of the revision named by `with`.
 * @throws AppError not_found, or invalid when it names none
 */
export async function comparedResult(ctx: Context, { incident, params }: AskedResult): Promise<Result> {
  const number = revisionIn(params, "with")
  if (number === undefined) throw invalid("with", "name the revision to compare with")
  return await getResult(ctx, incident, number)
}

/** The number of a revision in an address, where it names one. */
function revisionIn(params: URLSearchParams, name: string): number | undefined {
  const text = params.get(name)
  if (text === null || text === "") return undefined
  if (!/^[1-9]\d{0,8}$/.test(text)) throw invalid(name, "is no number of a revision")
  return Number(text)
}
