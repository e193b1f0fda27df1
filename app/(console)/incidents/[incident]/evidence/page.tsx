import type { Metadata } from "next"
import { may } from "../../../../../lib/access/rules.ts"
import { printable } from "../../../../../lib/core/printable.ts"
import { findEvidence } from "../../../../../lib/evidence/sets/get-evidence.ts"
import { viewEvidence } from "../../../../../lib/evidence/sets/view-evidence.ts"
import { findLatestRun } from "../../../../../lib/exposure/revisions/list-revisions.ts"
import { getIncident } from "../../../../../lib/incidents/get-incident.ts"
import { incidentName } from "../../../../../lib/incidents/schemas.ts"
import { orNotFound } from "../../../../server/answer.ts"
import { requireContext } from "../../../../server/session.ts"
import { roomHref, runHref } from "../../../../shared/addresses.ts"
import { one, type PageProps, queryText } from "../../../../shared/page-props.ts"
import { Notice } from "../../../../ui/blocks/notice.tsx"
import { LinkButton } from "../../../../ui/controls/button.tsx"
import { PageHeader } from "../../../../ui/shell/page-header.tsx"
import { ChooseEvidence } from "./choose-evidence.tsx"
import { DrillPanel } from "./drill-panel.tsx"
import { EvidenceDesk } from "./evidence-desk.tsx"

export const metadata: Metadata = { title: "Evidence" }

export default async function EvidencePage({ params, searchParams }: PageProps<{ incident: string }>) {
  const [{ incident: name }, query] = await Promise.all([params, searchParams])
  const ctx = await requireContext(`/incidents/${name}/evidence?${queryText(query)}`, "incident.view")
  const incident = await orNotFound(getIncident(ctx, name))
  const set = await findEvidence(ctx, incident.id)
  const latest = await findLatestRun(ctx, incident.id)
  const add = may(ctx.actor, "evidence.add")
  const isChoosing = set === null || one(query.choose) !== undefined
  const run = latest?.run
  return (
    <>
      <PageHeader
        title="Evidence"
        facts={[`${incidentName(incident.number)} ${printable(incident.title)}`]}
        actions={
          isChoosing || !add.allowed ? null : (
            <LinkButton href={`${roomHref(incident, "evidence")}?choose=`}>Use other evidence</LinkButton>
          )
        }
      />
      {run && (run.state === "running" || run.state === "queued") ? (
        <Notice
          tone="info"
          title={`Revision ${latest.number} is being made`}
          actions={<LinkButton href={runHref(incident, run.id)}>Watch it</LinkButton>}
        >
          It reads the evidence below. Files that were uploaded can be changed again when it has ended.
        </Notice>
      ) : null}
      {isChoosing ? (
        <ChooseEvidence
          incident={incident.number}
          folders={ctx.config.evidenceFolders}
          disabledReason={add.allowed ? null : add.reason}
        />
      ) : set.kind === "drill" ? (
        <DrillPanel set={set} mayRun={may(ctx.actor, "revision.request")} hasRevision={latest !== null} />
      ) : (
        <EvidenceDesk
          key={`${set.id} ${set.draftVersion}`}
          set={{ id: set.id, kind: set.kind, folder: set.folder, incident: incident.number }}
          view={await viewEvidence(ctx, set)}
          nextRevision={(latest?.number ?? 0) + 1}
          disabledReason={add.allowed ? null : add.reason}
        />
      )}
    </>
  )
}
