import { randomUUID } from "node:crypto"
import type { Metadata } from "next"
import { requireContext } from "../../../server/session.ts"
import { Desk } from "../../../shared/desk.tsx"
import { Breadcrumbs } from "../../../ui/shell/breadcrumbs.tsx"
import { PageHeader } from "../../../ui/shell/page-header.tsx"
import { DeclareForm } from "./declare-form.tsx"

export const metadata: Metadata = { title: "Declare an incident" }

export default async function NewIncidentPage() {
  const ctx = await requireContext("/incidents/new", "incident.declare")
  const now = `${ctx.now().toISOString().slice(0, 16)}`
  const trail = <Breadcrumbs crumbs={[{ label: "Incidents", href: "/" }, { label: "Declare" }]} />
  return (
    <Desk>
      <PageHeader title="Declare an incident" trail={trail} />
      <DeclareForm now={now} formKey={randomUUID()} />
    </Desk>
  )
}
