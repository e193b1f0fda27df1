import { printable } from "../../../../../lib/core/printable.ts"
import { coverageBySource } from "../../../../../lib/exposure/reading/coverage-by-source.ts"
import { flow } from "../../../../../lib/exposure/reading/flow.ts"
import { misboundPerMinute } from "../../../../../lib/exposure/reading/misbound-per-minute.ts"
import { usedIncident } from "../../../../../lib/exposure/reading/used-incident.ts"
import { namesOf } from "../../../../../lib/exposure/revisions/list-revisions.ts"
import { incidentName } from "../../../../../lib/incidents/schemas.ts"
import { openRoom } from "../../../../server/open-room.ts"
import type { PageProps } from "../../../../shared/page-props.ts"
import { ContextTable, RelationsTable, scopeNote } from "../../../../shared/result/comparison-tables.tsx"
import { BoundsNotice, HeadlineFigures } from "../../../../shared/result/headline-figures.tsx"
import { NotCovered } from "../../../../shared/result/not-covered.tsx"
import { ResultCoverage, ResultCurve } from "../../../../shared/result/when.tsx"
import { ResultHeader } from "../../../../shared/result-header.tsx"
import { titled } from "../../../../shared/titled.ts"
import { Panel } from "../../../../ui/blocks/panel.tsx"
import { FlowPicture } from "../../../../ui/charts/flow-picture.tsx"
import { SeverityMark } from "../../../../ui/marks/severity-mark.tsx"
import { Accounting } from "./accounting.tsx"
import { Custody, Digests } from "./custody.tsx"
import { Definitions } from "./definitions.tsx"
import { Facts } from "./facts.tsx"
import { InShort } from "./in-short.tsx"
import { PrintButton } from "./print-button.tsx"
import { QuestionsAnswered } from "./questions-answered.tsx"
import styles from "./report.module.css"

export const generateMetadata = titled("Report")

export default async function ReportPage(props: PageProps<{ incident: string }>) {
  const room = await openRoom(props, "report")
  const { ctx, incident, result, questions, conclusion } = room
  const { summary } = result
  const asked = questions.flatMap(({ answer }) => answer?.answeredBy ?? [])
  const [curve, coverage, names] = await Promise.all([
    misboundPerMinute(ctx, result),
    coverageBySource(ctx, result),
    namesOf(ctx, [incident.declaredBy, ...asked]),
  ])
  const { exposures, owners, viewers } = flow(summary)
  return (
    <article className={styles.report}>
      <ResultHeader
        room={room}
        title={`${incidentName(incident.number)}: ${printable(incident.title)}`}
        name="report"
        marks={<SeverityMark severity={incident.severity} />}
        actions={<PrintButton />}
      />
      <Facts room={room} declaredBy={names.get(incident.declaredBy) ?? "somebody who has left"} />
      <InShort room={room} />
      <Panel title="How it came to these numbers">
        <FlowPicture rows={summary.rows} exposures={exposures} owners={owners} viewers={viewers} />
      </Panel>
      <BoundsNotice summary={summary} />
      <HeadlineFigures summary={summary} word={conclusion.word} />
      <Panel title="When">
        <ResultCurve curve={curve} gaps={summary.gaps} />
      </Panel>
      <Panel
        title="Outside the window"
        note="Misbound events, counted by the same rules before repeated rows are removed"
        isFlush
      >
        <ContextTable summary={summary} />
      </Panel>
      <Panel title="Exposures by relation" note={scopeNote(summary)} isFlush>
        <RelationsTable summary={summary} inScope={usedIncident(result).relations} />
      </Panel>
      <QuestionsAnswered questions={questions} names={names} />
      <Accounting summary={summary} />
      <Panel title="Coverage">
        <ResultCoverage coverage={coverage} gaps={summary.gaps} />
      </Panel>
      <NotCovered result={result} isAlways />
      <Custody summary={summary} />
      <Digests summary={summary} />
      <Definitions summary={summary} />
    </article>
  )
}
