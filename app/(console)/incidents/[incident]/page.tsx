import { may } from "../../../../lib/access/rules.ts"
import { listFlipMarks } from "../../../../lib/containment/switches/list-flip-marks.ts"
import { figure } from "../../../../lib/core/figure.ts"
import { printable } from "../../../../lib/core/printable.ts"
import { coverageBySource } from "../../../../lib/exposure/reading/coverage-by-source.ts"
import { flow } from "../../../../lib/exposure/reading/flow.ts"
import { misboundPerMinute } from "../../../../lib/exposure/reading/misbound-per-minute.ts"
import { usedIncident } from "../../../../lib/exposure/reading/used-incident.ts"
import type { Summary } from "../../../../lib/exposure/summary.ts"
import { openRoom, type Room } from "../../../server/open-room.ts"
import { roomHref } from "../../../shared/addresses.ts"
import { counted } from "../../../shared/counted.ts"
import type { PageProps } from "../../../shared/page-props.ts"
import {
  ContextTable,
  RelationsTable,
  scopeNote,
  windowPerMinute,
} from "../../../shared/result/comparison-tables.tsx"
import { BoundsNotice, HeadlineFigures } from "../../../shared/result/headline-figures.tsx"
import { NotCovered } from "../../../shared/result/not-covered.tsx"
import { ResultCoverage, ResultCurve } from "../../../shared/result/when.tsx"
import { hasLog } from "../../../shared/result/words.ts"
import { ResultHeader } from "../../../shared/result-header.tsx"
import { titled } from "../../../shared/titled.ts"
import { Panel } from "../../../ui/blocks/panel.tsx"
import { FlowPicture } from "../../../ui/charts/flow-picture.tsx"
import { LinkButton } from "../../../ui/controls/button.tsx"
import { SeverityMark } from "../../../ui/marks/severity-mark.tsx"
import { LateEvidence } from "./late-evidence.tsx"
import { Lists } from "./lists.tsx"
import { Waiting } from "./waiting.tsx"

export const generateMetadata = titled("Overview")

export default async function OverviewPage(props: PageProps<{ incident: string }>) {
  const room = await openRoom(props, "")
  const { ctx, incident, result } = room
  const { summary, revision } = result
  const [curve, coverage] = await Promise.all([misboundPerMinute(ctx, result), coverageBySource(ctx, result)])
  const acts = await listFlipMarks(ctx, incident.id, curve.window)
  const { exposures, owners, viewers } = flow(summary)
  return (
    <>
      <ResultHeader
        room={room}
        title={printable(incident.title)}
        marks={<SeverityMark severity={incident.severity} />}
        actions={
          <LinkButton href={roomHref(incident, "report", revision.number)}>Open the report</LinkButton>
        }
      />
      <Waiting room={room} />
      <LateEvidence room={room} />
      {hasLog(summary) ? (
        <Panel title="How it came to these numbers">
          <FlowPicture rows={summary.rows} exposures={exposures} owners={owners} viewers={viewers} />
        </Panel>
      ) : null}
      <BoundsNotice summary={summary} />
      <Headline room={room} />
      <Panel title="When">
        <ResultCurve curve={curve} gaps={summary.gaps} acts={acts} />
      </Panel>
      <Panel title="Coverage">
        <ResultCoverage coverage={coverage} gaps={summary.gaps} />
      </Panel>
      <NotCovered result={result} />
      <Panel title="Outside the window" note={contextNote(summary)} isFlush>
        <ContextTable summary={summary} />
      </Panel>
      <div className="grid-2">
        <Panel title="Relations" note={scopeNote(summary)} isFlush>
          <RelationsTable summary={summary} inScope={usedIncident(result).relations} />
        </Panel>
        <Lists room={room} />
      </div>
    </>
  )
}

function Headline({ room: { ctx, incident, result, conclusion } }: { room: Room }) {
  const mayList = may(ctx.actor, "people.view").allowed
  const people = (side: string) => `${roomHref(incident, "people", result.revision.number)}&side=${side}`
  return (
    <HeadlineFigures
      summary={result.summary}
      word={conclusion.word}
      ownersAction={
        mayList && (
          <LinkButton isSmall href={people("owner")}>
            List the owners
          </LinkButton>
        )
      }
      viewersAction={
        mayList && (
          <LinkButton isSmall href={`${people("viewer")}&sort=viewer_grade&direction=desc`}>
            List the viewers
          </LinkButton>
        )
      }
    />
  )
}

function contextNote(summary: Summary): string {
  const { rows, reports } = summary
  const inWindow = `Misbound events, counted before repeated rows are removed. In the window: ${counted(rows.misbound + rows.duplicate, "misbound event")}, ${windowPerMinute(summary)} per minute.`
  if (reports.total === 0) return inWindow
  return `${inWindow} Of ${counted(reports.total, "account")} that reported it, the log shows ${figure(reports.found)} as viewers.`
}
