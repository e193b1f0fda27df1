import type { Metadata } from "next"
import { requireContext } from "../../server/session.ts"
import { RolesTable } from "../../shared/access/roles-table.tsx"
import { Desk } from "../../shared/desk.tsx"
import { Panel } from "../../ui/blocks/panel.tsx"
import { PageHeader } from "../../ui/shell/page-header.tsx"

export const metadata: Metadata = { title: "Roles" }

export default async function RolesPage() {
  const { actor } = await requireContext("/roles", "incident.view")
  return (
    <Desk>
      <PageHeader title="Roles" facts={[`You are signed in as ${actor.role}`]} />
      <Panel title="What each role may" note="Buttons that are not for your role say so." isFlush>
        <RolesTable />
      </Panel>
    </Desk>
  )
}
