import type { Metadata } from "next"
import { requireContext } from "../../server/session.ts"
import { ActivityRoom } from "../../shared/activity/activity-room.tsx"
import { Desk } from "../../shared/desk.tsx"
import { type PageProps, queryText } from "../../shared/page-props.ts"

export const metadata: Metadata = { title: "Activity" }

export default async function ActivityPage({ searchParams }: PageProps) {
  const query = await searchParams
  const ctx = await requireContext(`/activity?${queryText(query)}`, "trail.view")
  return (
    <Desk>
      <ActivityRoom ctx={ctx} incident={null} query={query} />
    </Desk>
  )
}
