import type { Metadata } from "next"
import Link from "next/link"
import { may } from "../../lib/access/rules.ts"
import { printable } from "../../lib/core/printable.ts"
import { BOARD_MAX, listBoard } from "../../lib/exposure/revisions/list-board.ts"
import { incidentName } from "../../lib/incidents/schemas.ts"
import { requireContext } from "../server/session.ts"
import { roomHref, runHref } from "../shared/addresses.ts"
import { counted } from "../shared/counted.ts"
import { Desk } from "../shared/desk.tsx"
import { hasLog } from "../shared/result/words.ts"
import { EmptyState } from "../ui/blocks/empty-state.tsx"
import { Panel } from "../ui/blocks/panel.tsx"
import { LinkButton } from "../ui/controls/button.tsx"
import { Instant } from "../ui/figures/instant.tsx"
import { Count } from "../ui/figures/share.tsx"
import { RunStateMark } from "../ui/marks/run-state-mark.tsx"
import { SeverityMark } from "../ui/marks/severity-mark.tsx"
import { PageHeader } from "../ui/shell/page-header.tsx"
import { type DataColumn, DataTable } from "../ui/table/data-table.tsx"

export const metadata: Metadata = { title: "Incidents" }

type Line = Awaited<ReturnType<typeof listBoard>>[number]

export default async function BoardPage() {
  const ctx = await requireContext("/", "incident.view")
  const lines = await listBoard(ctx)
  const declare = may(ctx.actor, "incident.declare").allowed ? (
    <LinkButton kind="primary" href="/incidents/new">
      Declare an incident
    </LinkButton>
  ) : null
  return (
    <Desk>
      <PageHeader title="Incidents" actions={declare} />
      <Panel
        title={lines.length < BOARD_MAX ? "All incidents" : `The latest ${BOARD_MAX} incidents`}
        note="Latest first. The figures are those of each incident's latest finished revision."
        isFlush
      >
        <DataTable
          caption="Incidents"
          isCaptionHidden
          columns={columns}
          rows={lines}
          getRowKey={({ id }) => id}
          getRowHref={(line) => roomHref(line)}
          empty={
            <EmptyState title="No incident has been declared" actions={declare}>
              Declaring takes a title and a severity. The evidence can come later.
            </EmptyState>
          }
        />
      </Panel>
    </Desk>
  )
}

const columns: DataColumn<Line>[] = [
  {
    id: "number",
    header: "Incident",
    isRowHeader: true,
    render: (line) => `${incidentName(line.number)} ${printable(line.title)}`,
  },
  { id: "severity", header: "Severity", render: ({ severity }) => <SeverityMark severity={severity} /> },
  { id: "aware", header: "Aware at (UTC)", render: ({ awareAt }) => <Instant at={awareAt} isBare /> },
  { id: "state", header: "Evidence", render: (line) => <EvidenceState line={line} /> },
  {
    id: "owners",
    header: "Owners exposed",
    isNumeric: true,
    render: ({ summary }) => sideOf(summary, "owners"),
  },
  {
    id: "viewers",
    header: "Viewers of others’ footage",
    isNumeric: true,
    render: ({ summary }) => sideOf(summary, "viewers"),
  },
  { id: "waiting", header: "What waits", render: (line) => <Waiting line={line} /> },
]

function sideOf(summary: Line["summary"], side: "owners" | "viewers") {
  if (!summary) return "–"
  return hasLog(summary) ? <Count of={summary[side].total} /> : "not known: no log"
}

function EvidenceState({ line }: { line: Line }) {
  const { latestRun, latestRevision } = line
  if (!latestRun) return line.hasEvidence ? "Files, not read yet" : "None yet"
  return (
    <Link href={runHref(line, latestRun.id)}>
      <RunStateMark state={latestRun.state} /> <span className="nowrap">revision {latestRevision}</span>
    </Link>
  )
}

function Waiting({ line }: { line: Line }) {
  const { conclusion, latestRun } = line
  if (conclusion && conclusion.unanswered > 0)
    return (
      <Link href={roomHref(line, "questions")}>
        {conclusion.unanswered} open {conclusion.unanswered === 1 ? "question" : "questions"} (security,
        legal)
      </Link>
    )
  if (conclusion && conclusion.standing > 0)
    return (
      <Link href={roomHref(line, "questions")}>
        {counted(conclusion.standing, "question stands", "questions stand")}
      </Link>
    )
  if (!latestRun) return <Link href={roomHref(line, "evidence")}>Evidence (security)</Link>
  if (latestRun.state === "failed" || latestRun.state === "stopped")
    return <Link href={runHref(line, latestRun.id)}>Another try (security)</Link>
  return "–"
}
