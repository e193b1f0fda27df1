import { notFound } from "next/navigation"
import type { Context } from "../../lib/core/context.ts"
import { AppError } from "../../lib/core/errors.ts"
import { getIncident } from "../../lib/incidents/get-incident.ts"
import { listPlannedRuns, type NoticeRun } from "../../lib/notices/audience/list-planned-runs.ts"
import { noticeRunHref, noticesHref } from "../shared/addresses.ts"
import { orNotFound } from "./answer.ts"
import { requireContext } from "./session.ts"

export interface NoticesRoom {
  ctx: Context
  incident: Awaited<ReturnType<typeof getIncident>>
}

export interface NoticeRunRoom extends NoticesRoom {
  run: NoticeRun
}

/** What a page of the room of letters needs; `page` is its address within the room. */
export async function openNotices(params: Promise<{ incident: string }>, page = ""): Promise<NoticesRoom> {
  const { incident: name } = await params
  const path = `/incidents/${encodeURIComponent(name)}/notices${page === "" ? "" : `/${page}`}`
  const ctx = await requireContext(path, "notices.view")
  return { ctx, incident: await orNotFound(getIncident(ctx, name)) }
}

/** What a page of one run of letters needs. */
export async function openNoticeRun(
  params: Promise<{ incident: string; number: string }>,
  page = "",
): Promise<NoticeRunRoom> {
  const { number } = await params
  const room = await openNotices(params, `runs/${encodeURIComponent(number)}${page === "" ? "" : `/${page}`}`)
  return { ...room, run: (await findNoticeRun(room.ctx, room.incident.id, number)) ?? notFound() }
}

/** The run of an incident by its number as an address has it; null where there is none. */
export async function findNoticeRun(
  ctx: Context,
  incidentId: string,
  number: string,
): Promise<NoticeRun | null> {
  const runs = await listPlannedRuns(ctx, incidentId)
  return runs.find((run) => String(run.number) === number) ?? null
}

/** The same, for programs. Throws not_found where there is none. */
export async function getNoticeRunOf(ctx: Context, incidentId: string, number: string): Promise<NoticeRun> {
  const run = await findNoticeRun(ctx, incidentId, number)
  if (!run) throw new AppError("not_found", "This incident has no such run of letters")
  return run
}

/** The pages of the room of letters. */
export function noticesPages(incident: { number: number }) {
  return [
    { href: noticesHref(incident), label: "Runs" },
    { href: noticesHref(incident, "letters"), label: "Letters" },
    { href: noticesHref(incident, "holds"), label: "Holds" },
  ]
}

/** The pages of one run. */
export function noticeRunPages(incident: { number: number }, number: number) {
  return [
    { href: noticeRunHref(incident, number), label: "Plan and sending" },
    { href: noticeRunHref(incident, number, "preview"), label: "Preview" },
    { href: noticeRunHref(incident, number, "account"), label: "Account" },
  ]
}
