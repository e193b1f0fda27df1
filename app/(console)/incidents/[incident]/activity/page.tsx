import { getIncident } from "../../../../../lib/incidents/get-incident.ts"
import { orNotFound } from "../../../../server/answer.ts"
import { requireContext } from "../../../../server/session.ts"
import { ActivityRoom } from "../../../../shared/activity/activity-room.tsx"
import { type PageProps, queryText } from "../../../../shared/page-props.ts"
import { titled } from "../../../../shared/titled.ts"

export const generateMetadata = titled("Activity")

export default async function IncidentActivityPage({
  params,
  searchParams,
}: PageProps<{ incident: string }>) {
  const [{ incident: name }, query] = await Promise.all([params, searchParams])
  const path = `/incidents/${encodeURIComponent(name)}/activity`
  const ctx = await requireContext(`${path}?${queryText(query)}`, "trail.view")
  const incident = await orNotFound(getIncident(ctx, name))
  return <ActivityRoom ctx={ctx} incident={incident} query={query} />
}
