import type { Metadata } from "next"
import Link from "next/link"
import { namesOf } from "../../../../../../../lib/exposure/revisions/list-revisions.ts"
import { incidentName } from "../../../../../../../lib/incidents/incident-name.ts"
import { findingsOf } from "../../../../../../../lib/notices/audience/ask-to-send.ts"
import { newerRevision } from "../../../../../../../lib/notices/audience/get-planned-run.ts"
import { type NoticeRunRoom, noticeRunPages, openNoticeRun } from "../../../../../../server/open-notices.ts"
import { resources } from "../../../../../../server/resources.ts"
import { noticeRunHref, noticesHref, roomHref } from "../../../../../../shared/addresses.ts"
import { counted } from "../../../../../../shared/counted.ts"
import { DataText } from "../../../../../../shared/data-text.tsx"
import type { PageProps } from "../../../../../../shared/page-props.ts"
import { Notice } from "../../../../../../ui/blocks/notice.tsx"
import { LinkButton } from "../../../../../../ui/controls/button.tsx"
import { Instant } from "../../../../../../ui/figures/instant.tsx"
import { PlannedRunMark } from "../../../../../../ui/marks/planned-run-mark.tsx"
import { Breadcrumbs } from "../../../../../../ui/shell/breadcrumbs.tsx"
import { PageHeader } from "../../../../../../ui/shell/page-header.tsx"
import { SubNav } from "../../../../../../ui/shell/sub-nav.tsx"
import { Findings } from "./findings.tsx"
import { PlanPanels } from "./plan-panels.tsx"
import { Planning } from "./planning.tsx"
import { SendPanel } from "./send-panel.tsx"
import { Sending } from "./sending.tsx"

export const metadata: Metadata = { title: "Run of letters" }

export default async function NoticeRunPage({ params }: PageProps<{ incident: string; number: string }>) {
  const room = await openNoticeRun(params)
  const { incident, run } = room
  return (
    <>
      <RunHeader room={room} />
      <SubNav
        label="Pages of the run"
        pages={noticeRunPages(incident, run.number)}
        current={noticeRunHref(incident, run.number)}
      />
      <Now room={room} />
      {run.plan ? <PlanPanels incident={incident} run={run} plan={run.plan} /> : null}
    </>
  )
}

async function RunHeader({ room: { ctx, incident, run } }: { room: NoticeRunRoom }) {
  const names = await namesOf(ctx, [run.requestedBy])
  return (
    <PageHeader
      title={`Run ${run.number}`}
      marks={<PlannedRunMark state={run.state} />}
      trail={
        <Breadcrumbs
          crumbs={[
            { label: incidentName(incident.number), href: roomHref(incident) },
            { label: "Notices", href: noticesHref(incident) },
            { label: `Run ${run.number}` },
          ]}
        />
      }
      facts={[
        run.revision === null ? null : (
          <Link key="revision" href={roomHref(incident, "", run.revision)}>
            Revision {run.revision}
          </Link>
        ),
        <span key="by">asked for by {names.get(run.requestedBy) ?? "somebody who has left"}</span>,
        <Instant key="at" at={run.requestedAt} />,
        run.settings.executor === "external" ? "sent by somebody else’s system" : null,
      ].filter((fact) => fact !== null)}
    />
  )
}

/** What there is to see and to do about the run in its state. */
async function Now({ room }: { room: NoticeRunRoom }) {
  const { incident, run } = room
  const again = (
    <LinkButton href={noticesHref(incident)} kind="primary">
      Plan letters anew
    </LinkButton>
  )
  switch (run.state) {
    case "planning":
      return <Planning progressHref={`/api${noticeRunHref(incident, run.number, "progress")}`} />
    case "failed":
      return (
        <Notice tone="error" title="This run could not be planned" actions={again}>
          <DataText>{run.trouble ?? "Why is not known."}</DataText>
        </Notice>
      )
    case "planned":
      return <Planned room={room} />
    default:
      return (
        <>
          <Newer room={room} />
          <Sending room={room} />
        </>
      )
  }
}

async function Planned({ room }: { room: NoticeRunRoom }) {
  const findings = await findingsOf(room.ctx, resources().forms, room.run.id)
  return (
    <>
      <Newer room={room} />
      <Findings room={room} findings={findings} />
      <SendPanel
        room={room}
        blocks={findings.filter(({ kind, override }) => kind === "block" && !override).length}
      />
    </>
  )
}

/** A newer revision of the classification, with how many people differ by it. */
async function Newer({ room: { ctx, incident, run } }: { room: NoticeRunRoom }) {
  if (run.state === "finished" || run.state === "stopped") return null
  const newer = await newerRevision(ctx, run)
  if (newer === null) return null
  return (
    <Notice
      tone="caution"
      title={`Revision ${newer.revision} is there: ${counted(newer.differing, "person differs", "people differ")}`}
      actions={
        <LinkButton isSmall href={noticesHref(incident)}>
          Plan letters anew
        </LinkButton>
      }
    >
      This run rests on revision {run.revision}.{" "}
      {run.state === "planned"
        ? "An approval for it would be void."
        : "Letters of people who have moved since are held before anything more leaves."}
    </Notice>
  )
}
