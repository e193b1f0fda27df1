import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { may } from "../../../../../../lib/access/rules.ts"
import { AppError } from "../../../../../../lib/core/errors.ts"
import { printable } from "../../../../../../lib/core/printable.ts"
import { type ExplainedPerson, explainPerson } from "../../../../../../lib/exposure/reading/explain-person.ts"
import { serialiseExposuresQuery } from "../../../../../../lib/exposure/reading/schemas.ts"
import { incidentName, parseIncidentName } from "../../../../../../lib/incidents/schemas.ts"
import { openRoom, type Room } from "../../../../../server/open-room.ts"
import { exportHref, roomHref } from "../../../../../shared/addresses.ts"
import { one, type PageProps } from "../../../../../shared/page-props.ts"
import { ResultHeader } from "../../../../../shared/result-header.tsx"
import { LinkButton } from "../../../../../ui/controls/button.tsx"
import { GroupMark } from "../../../../../ui/marks/exposure-marks.tsx"
import { Breadcrumbs } from "../../../../../ui/shell/breadcrumbs.tsx"
import { InPlainWords } from "./in-plain-words.tsx"
import { Presumed } from "./presumed.tsx"
import { SideExposures } from "./side-exposures.tsx"
import { WhatWasSent } from "./what-was-sent.tsx"
import { WhoThisIs } from "./who-this-is.tsx"

type Props = PageProps<{ incident: string; pseudonym: string }>

/** Exposures of a side on one page. */
const EXPOSURES = 20

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const parts = await params
  const number = parseIncidentName(parts.incident)
  const title = `Why ${printable(pseudonymIn(parts))}?`
  return { title: number === null ? title : `${title} · ${incidentName(number)}` }
}

export default async function PersonPage(props: Props) {
  const pseudonym = pseudonymIn(await props.params)
  const room = await openRoom(props, `people/${encodeURIComponent(pseudonym)}`)
  const { ctx, incident, result, query, conclusion } = room
  const { number } = result.revision
  const explained = await explainPerson(ctx, result, pseudonym, {
    limit: EXPOSURES,
    ownerCursor: one(query.ownerCursor) ?? "",
    viewerCursor: one(query.viewerCursor) ?? "",
  }).catch(notFoundWhereInvalid)
  if (!isKnown(explained)) notFound()
  const { person, upper, sides } = explained
  const mayList = may(ctx.actor, "exposures.view").allowed
  const exposures = serialiseExposuresQuery({ person: pseudonym }).toString()
  return (
    <>
      <ResultHeader
        room={room}
        title={person ? `Why ${printable(pseudonym)}?` : printable(pseudonym)}
        name="people"
        trail={<Trail room={room} pseudonym={pseudonym} />}
        marks={
          <GroupMark
            group={person?.group ?? "unaffected"}
            maySayUnaffected={conclusion.word === "unaffected"}
          />
        }
        actions={
          !mayList || sides.owner.total + sides.viewer.total === 0 ? null : (
            <>
              <LinkButton href={`${roomHref(incident, "exposures", number)}&${exposures}`}>
                Its exposures as a table
              </LinkButton>
              <LinkButton href={exportHref(incident, "exposures", number, exposures)} download>
                Export its exposures as CSV
              </LinkButton>
            </>
          )
        }
      />
      <InPlainWords room={room} explained={explained} />
      <Presumed upper={upper} />
      <WhoThisIs room={room} explained={explained} />
      <WhatWasSent room={room} pseudonym={pseudonym} />
      <SideExposures side="owner" room={room} explained={explained} />
      <SideExposures side="viewer" room={room} explained={explained} />
    </>
  )
}

function Trail({ room: { incident, result }, pseudonym }: { room: Room; pseudonym: string }) {
  return (
    <Breadcrumbs
      crumbs={[
        { label: incidentName(incident.number), href: roomHref(incident, "", result.revision.number) },
        { label: "People", href: roomHref(incident, "people", result.revision.number) },
        { label: `Why ${printable(pseudonym)}?` },
      ]}
    />
  )
}

/** Does any exposure name the person, or was it looked up? */
function isKnown({ identity, person, sides }: ExplainedPerson): boolean {
  return identity !== null || person !== null || sides.owner.total > 0 || sides.viewer.total > 0
}

/** A cursor that was made up leads nowhere. */
function notFoundWhereInvalid(error: unknown): never {
  if (error instanceof AppError && error.code === "invalid") notFound()
  throw error
}

/** The pseudonym as the address names it; in small letters it is the same. */
function pseudonymIn({ pseudonym }: { pseudonym: string }): string {
  try {
    return decodeURIComponent(pseudonym).toUpperCase()
  } catch {
    return pseudonym
  }
}
