import Link from "next/link"
import type { ReactNode } from "react"
import { may } from "../../../../lib/access/rules.ts"
import type { Context } from "../../../../lib/core/context.ts"
import type { Result } from "../../../../lib/exposure/reading/result.ts"
import { conclude, withAnswers } from "../../../../lib/exposure/revisions/conclusion.ts"
import { findResult } from "../../../../lib/exposure/revisions/get-result.ts"
import { listAnswers } from "../../../../lib/exposure/revisions/list-answers.ts"
import { getIncident } from "../../../../lib/incidents/get-incident.ts"
import { incidentName } from "../../../../lib/incidents/schemas.ts"
import { orNotFound } from "../../../server/answer.ts"
import { findContext } from "../../../server/session.ts"
import { roomHref } from "../../../shared/addresses.ts"
import { DataText } from "../../../shared/data-text.tsx"
import { Desk } from "../../../shared/desk.tsx"
import { SeverityMark } from "../../../ui/marks/severity-mark.tsx"
import { type Room, RoomNav } from "../../../ui/shell/room-nav.tsx"

interface IncidentLayoutProps {
  params: Promise<{ incident: string }>
  children: ReactNode
}

export default async function IncidentLayout({ params, children }: IncidentLayoutProps) {
  const ctx = await findContext()
  // The page within sends whoever is not signed in to sign in, for it knows its own address.
  if (!ctx) return children
  const incident = await orNotFound(getIncident(ctx, (await params).incident))
  const finished = await findResult(ctx, incident)
  const open = finished ? await unsettledOf(ctx, finished) : 0
  const results: Room[] = [
    {
      href: roomHref(incident, "questions"),
      label: "Open questions",
      count: open,
      countOf: "not settled",
      countRevision: finished?.revision.number,
      isWaiting: open > 0,
    },
    ...(may(ctx.actor, "people.view").allowed
      ? [{ href: roomHref(incident, "people"), label: "People" }]
      : []),
    ...(may(ctx.actor, "exposures.view").allowed
      ? [{ href: roomHref(incident, "exposures"), label: "Exposures" }]
      : []),
    { href: roomHref(incident, "revisions"), label: "Revisions" },
    { href: roomHref(incident, "report"), label: "Report" },
    ...(may(ctx.actor, "notices.view").allowed
      ? [{ href: roomHref(incident, "notices"), label: "Notices" }]
      : []),
  ]
  const rooms: Room[] = [
    ...(finished ? [{ href: roomHref(incident), label: "Overview" }] : []),
    { href: roomHref(incident, "evidence"), label: "Evidence" },
    ...(finished ? results : []),
    ...(may(ctx.actor, "containment.view").allowed
      ? [{ href: roomHref(incident, "containment"), label: "Containment" }]
      : []),
    ...(may(ctx.actor, "trail.view").allowed
      ? [{ href: roomHref(incident, "activity"), label: "Activity" }]
      : []),
  ]
  const name = (
    <span>
      <b>{incidentName(incident.number)}</b> <DataText>{incident.title}</DataText>{" "}
      <SeverityMark severity={incident.severity} />{" "}
      {may(ctx.actor, "incident.correct").allowed ? (
        <Link className="small" href={`${roomHref(incident)}/correct`}>
          Correct
        </Link>
      ) : null}
    </span>
  )
  return (
    <Desk incident={name} rooms={<RoomNav label="Rooms of the incident" rooms={rooms} keep={["revision"]} />}>
      {children}
    </Desk>
  )
}

async function unsettledOf(ctx: Context, result: Result): Promise<number> {
  const { unanswered, standing } = conclude(
    withAnswers(result.summary.questions, await listAnswers(ctx, result)),
  )
  return unanswered + standing
}
