import type { Metadata } from "next"
import { getIncident } from "../../../../../lib/incidents/get-incident.ts"
import { incidentName } from "../../../../../lib/incidents/schemas.ts"
import { orNotFound } from "../../../../server/answer.ts"
import { requireContext } from "../../../../server/session.ts"
import { roomHref } from "../../../../shared/addresses.ts"
import type { PageProps } from "../../../../shared/page-props.ts"
import { Breadcrumbs } from "../../../../ui/shell/breadcrumbs.tsx"
import { PageHeader } from "../../../../ui/shell/page-header.tsx"
import { CorrectForm } from "./correct-form.tsx"

export const metadata: Metadata = { title: "Correct the incident" }

export default async function CorrectPage({ params }: PageProps<{ incident: string }>) {
  const { incident: name } = await params
  const ctx = await requireContext(`/incidents/${name}/correct`, "incident.correct")
  const incident = await orNotFound(getIncident(ctx, name))
  const { title, severity, awareAt, firstReport } = incident
  const trail = (
    <Breadcrumbs
      crumbs={[{ label: incidentName(incident.number), href: roomHref(incident) }, { label: "Correct" }]}
    />
  )
  return (
    <>
      <PageHeader title="Correct the incident" trail={trail} />
      <CorrectForm
        incident={incident.number}
        known={{
          title,
          severity,
          awareAt: awareAt.toISOString().slice(0, 16),
          firstReport: firstReport ?? undefined,
        }}
      />
    </>
  )
}
