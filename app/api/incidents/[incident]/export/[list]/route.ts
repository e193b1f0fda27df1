import type { Context } from "../../../../../../lib/core/context.ts"
import { AppError } from "../../../../../../lib/core/errors.ts"
import type { ExportRequest } from "../../../../../../lib/exposure/reading/export-csv.ts"
import { exportList } from "../../../../../../lib/exposure/reading/export-list.ts"
import {
  exportLists,
  parseExposuresQuery,
  parsePeopleQuery,
} from "../../../../../../lib/exposure/reading/schemas.ts"
import { listAnswers } from "../../../../../../lib/exposure/revisions/list-answers.ts"
import { namesOf } from "../../../../../../lib/exposure/revisions/list-revisions.ts"
import { incidentName } from "../../../../../../lib/incidents/schemas.ts"
import { answer } from "../../../../../server/answer.ts"
import { demandOwnDownload } from "../../../../../server/form-post.ts"
import { type AskedResult, askedResult, comparedResult } from "../../../../../shared/asked-result.ts"
import { csvResponse } from "../../../../../shared/csv-response.ts"

interface RouteProps {
  params: Promise<{ incident: string; list: string }>
}

/** A list of a result as CSV: every row that the address asks for. An act: a page of ours, or a person, has to ask. */
export async function GET(request: Request, { params }: RouteProps): Promise<Response> {
  return await answer("list.export", async (ctx) => {
    demandOwnDownload(request)
    const { incident: name, list } = await params
    const asked = await askedResult(ctx, request, name)
    const { incident, result } = asked
    const rows = await exportList(ctx, result, await requestOf(ctx, list, asked))
    return await csvResponse(
      rows,
      `${incidentName(incident.number)}-revision-${result.revision.number}-${list}.csv`,
    )
  })
}

async function requestOf(ctx: Context, name: string, asked: AskedResult): Promise<ExportRequest> {
  const { result, params } = asked
  const list = exportLists.find((one) => one === name)
  switch (list) {
    case undefined:
      throw new AppError("not_found", `There is no list of this name; there are ${exportLists.join(", ")}`)
    case "people":
      return { list, query: parsePeopleQuery(params) }
    case "exposures":
      return { list, query: parseExposuresQuery(params) }
    case "moved":
      return { list, before: await comparedResult(ctx, asked) }
    case "questions":
      return { list, answers: await answersByName(ctx, result) }
    default:
      return { list }
  }
}

/** Whoever reads the file knows people by their names, not by their ids here. */
async function answersByName(ctx: Context, result: AskedResult["result"]) {
  const answers = await listAnswers(ctx, result)
  const names = await namesOf(
    ctx,
    answers.map(({ answeredBy }) => answeredBy),
  )
  return answers.map((one) => ({ ...one, answeredBy: names.get(one.answeredBy) ?? "somebody who has left" }))
}
