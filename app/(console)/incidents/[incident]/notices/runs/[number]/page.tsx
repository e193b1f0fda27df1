import type { Metadata } from "next"
import Link from "next/link"
import { AppError } from "../../../../../../../lib/core/errors.ts"
import { namesOf } from "../../../../../../../lib/exposure/revisions/list-revisions.ts"
import { incidentName } from "../../../../../../../lib/incidents/incident-name.ts"
import { findingsOf, type NoticeFinding } from "../../../../../../../lib/notices/audience/ask-to-send.ts"
import { newerRevision } from "../../../../../../../lib/notices/audience/get-planned-run.ts"
import { listPlannedRuns } from "../../../../../../../lib/notices/audience/list-planned-runs.ts"
import { findStaleness } from "../../../../../../../lib/notices/audience/send-notices.ts"
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
  const { ctx, incident, run } = room
  const stale = await findStaleness(ctx, run)
  const findings = await findingsNow(room)
  const again = (
    <LinkButton isSmall href={noticesHref(incident)}>
      Plan letters anew
    </LinkButton>
  )
  return (
    <>
      <Newer room={room} />
      {stale === null ? null : (
        <Notice tone="caution" title="This list cannot be sent any more" actions={again}>
          <DataText>{stale}</DataText>.
        </Notice>
      )}
      {findings instanceof AppError ? (
        <Notice
          tone="caution"
          title="The letters cannot be made yet"
          actions={
            <LinkButton isSmall href={noticesHref(incident, "letters")}>
              Go to the letters
            </LinkButton>
          }
        >
          {findings.message}.
        </Notice>
      ) : (
        <>
          {run.plan?.letters === 0 ? null : <Findings room={room} findings={findings} />}
          <SendPanel
            room={room}
            stale={stale}
            blocks={findings.filter(({ kind, override }) => kind === "block" && !override).length}
          />
        </>
      )}
    </>
  )
}

/** What speaks against the letters; none where there are none, and why not where they cannot be made yet. */
async function findingsNow({ ctx, run }: NoticeRunRoom): Promise<NoticeFinding[] | AppError> {
  if (run.plan?.letters === 0) return []
  try {
    return await findingsOf(ctx, resources().forms, run.id)
  } catch (error) {
    if (error instanceof AppError && error.code === "precondition") return error
    throw error
  }
}

/** A newer revision of the classification, with how many people differ by it; not where a later run rests on it. */
async function Newer({ room: { ctx, incident, run } }: { room: NoticeRunRoom }) {
  const newer = await newerRevision(ctx, run)
  if (newer === null || newer.differing === 0) return null
  const runs = await listPlannedRuns(ctx, incident.id)
  if (runs.some(({ number, revision }) => number > run.number && (revision ?? 0) >= newer.revision))
    return null
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
      This run rests on revision {run.revision}. {newerWords[run.state]}
    </Notice>
  )
}

const newerWords: Record<NoticeRunRoom["run"]["state"], string> = {
  planning: "",
  failed: "",
  planned: "An approval for it would be void.",
  running: "Letters of people who have moved since are held before anything more leaves.",
  paused: "Letters of people who have moved since are held before anything more leaves.",
  stopped: "A new plan says who was told something that does not hold any more, and corrects it.",
  finished: "A new plan says who was told something that does not hold any more, and corrects it.",
}
