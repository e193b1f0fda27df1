import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { may } from "../../../../../../lib/access/rules.ts"
import { getRun } from "../../../../../../lib/exposure/revisions/get-run.ts"
import { namesOf } from "../../../../../../lib/exposure/revisions/list-revisions.ts"
import { viewRun } from "../../../../../../lib/exposure/revisions/view-run.ts"
import { incidentName, parseIncidentName } from "../../../../../../lib/incidents/schemas.ts"
import { orNotFound } from "../../../../../server/answer.ts"
import { requireContext } from "../../../../../server/session.ts"
import { roomHref } from "../../../../../shared/addresses.ts"
import type { PageProps } from "../../../../../shared/page-props.ts"
import { Disclosure } from "../../../../../ui/blocks/disclosure.tsx"
import { Panel } from "../../../../../ui/blocks/panel.tsx"
import { Instant } from "../../../../../ui/figures/instant.tsx"
import { Breadcrumbs } from "../../../../../ui/shell/breadcrumbs.tsx"
import { PageHeader } from "../../../../../ui/shell/page-header.tsx"
import { LiveRun } from "./live-run.tsx"

export const metadata: Metadata = { title: "Run" }

export default async function RunPage({ params }: PageProps<{ incident: string; run: string }>) {
  const { incident: name, run: runId } = await params
  const ctx = await requireContext(`/incidents/${name}/runs/${runId}`, "incident.view")
  const run = await orNotFound(getRun(ctx, runId))
  const { revision } = run
  if (parseIncidentName(name) !== revision.incident.number) notFound()
  const { incident } = revision
  const names = await namesOf(ctx, [revision.requestedBy])
  const trail = (
    <Breadcrumbs
      crumbs={[
        { label: incidentName(incident.number), href: roomHref(incident) },
        { label: "Revisions", href: roomHref(incident, "revisions") },
        { label: `Run of revision ${revision.number}` },
      ]}
    />
  )
  const stop = may(ctx.actor, "run.stop")
  const retry = may(ctx.actor, "run.retry")
  return (
    <>
      <PageHeader
        title={`Revision ${revision.number}, attempt ${run.attempt}`}
        trail={trail}
        facts={[
          <span key="by">asked for by {names.get(revision.requestedBy) ?? "somebody who has left"}</span>,
          <Instant key="at" at={revision.requestedAt} />,
          revision.confirmGaps ? "gaps that are found count as gaps" : "gaps that are found are asked about",
        ]}
      />
      <Panel
        title="How it goes"
        note="The result counts when all of it is there; until then earlier revisions stay as they are."
      >
        <LiveRun
          initial={viewRun(run)}
          resultHref={roomHref(incident, "questions", revision.number)}
          evidenceHref={roomHref(incident, "evidence")}
          stopReason={stop.allowed ? null : stop.reason}
          retryReason={retry.allowed ? null : retry.reason}
        />
      </Panel>
      {revision.incidentFile === "" ? null : (
        <Disclosure summary="The incident file of this revision">
          <pre className="small">{revision.incidentFile}</pre>
        </Disclosure>
      )}
    </>
  )
}
