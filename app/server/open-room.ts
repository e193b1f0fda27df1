import { notFound, redirect } from "next/navigation"
import type { Context } from "../../lib/core/context.ts"
import type { View } from "../../lib/core/permissions.ts"
import type { Result } from "../../lib/exposure/reading/result.ts"
import {
  type AnsweredQuestion,
  type Conclusion,
  conclude,
  withAnswers,
} from "../../lib/exposure/revisions/conclusion.ts"
import { findResult } from "../../lib/exposure/revisions/get-result.ts"
import { listAnswers } from "../../lib/exposure/revisions/list-answers.ts"
import { getIncident } from "../../lib/incidents/get-incident.ts"
import { type RoomName, roomHref } from "../shared/addresses.ts"
import { one, type PageProps, type Query, queryText } from "../shared/page-props.ts"
import { orNotFound } from "./answer.ts"
import { requireContext } from "./session.ts"

export interface Room {
  ctx: Context
  incident: Awaited<ReturnType<typeof getIncident>>
  result: Result
  query: Query
  questions: AnsweredQuestion[]
  conclusion: Conclusion
}

/** Who may see what a room shows. */
function viewOf(room: string): View {
  if (room.startsWith("people")) return "people.view"
  return room === "exposures" ? "exposures.view" : "incident.view"
}

/**
 * What a room of a result needs. An address that names no revision is led to one that names the highest finished one,
 * so that what is sent to a colleague shows the same figures tomorrow; without a result, to the evidence.
 */
export async function openRoom(
  { params, searchParams }: PageProps<{ incident: string }>,
  room: RoomName | `people/${string}`,
): Promise<Room> {
  const [{ incident: name }, query] = await Promise.all([params, searchParams])
  const path = `/incidents/${encodeURIComponent(name)}${room === "" ? "" : `/${room}`}`
  const text = queryText(query)
  const ctx = await requireContext(text === "" ? path : `${path}?${text}`, viewOf(room))
  const incident = await orNotFound(getIncident(ctx, name))
  const asked = one(query.revision)
  if (asked !== undefined && !/^[1-9]\d{0,8}$/.test(asked)) notFound()
  const result = await findResult(ctx, incident, asked === undefined ? undefined : Number(asked))
  if (!result) {
    if (asked !== undefined) notFound()
    redirect(roomHref(incident, "evidence"))
  }
  if (asked === undefined)
    redirect(`${path}?${queryText({ ...query, revision: String(result.revision.number) })}`)
  const questions = withAnswers(result.summary.questions, await listAnswers(ctx, result))
  return { ctx, incident, result, query, questions, conclusion: conclude(questions) }
}
