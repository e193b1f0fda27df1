import type { Metadata } from "next"
import { incidentName, parseIncidentName } from "../../lib/incidents/incident-name.ts"

type TitleProps = { params: Promise<{ incident: string }> }

/** Names a room in the browser's tab with its incident: "People · INC-7". */
export function titled(room: string): (props: TitleProps) => Promise<Metadata> {
  return async ({ params }) => {
    const number = parseIncidentName((await params).incident)
    return { title: number === null ? room : `${room} · ${incidentName(number)}` }
  }
}
