import Link from "next/link"
import type { listRevisions } from "../../../../../lib/exposure/revisions/list-revisions.ts"
import { viewRun } from "../../../../../lib/exposure/revisions/view-run.ts"
import { roomHref, runHref } from "../../../../shared/addresses.ts"
import { Stretch } from "../../../../shared/result/stretch.tsx"
import { Digest } from "../../../../ui/figures/digest.tsx"
import { Instant } from "../../../../ui/figures/instant.tsx"
import { Count } from "../../../../ui/figures/share.tsx"
import { RunStateMark } from "../../../../ui/marks/run-state-mark.tsx"
import { type DataColumn, DataTable } from "../../../../ui/table/data-table.tsx"

type Line = Awaited<ReturnType<typeof listRevisions>>[number]

interface RevisionsListProps {
  incident: { number: number }
  revisions: readonly Line[]
  /** Who asked, by their ids. */
  names: ReadonlyMap<string, string>
}

/** Every revision of the incident with its latest attempt and, where it is finished, its figures. */
export function RevisionsList({ incident, revisions, names }: RevisionsListProps) {
  return (
    <DataTable
      caption="Revisions with their figures"
      isCaptionHidden
      rows={revisions}
      getRowKey={({ id }) => id}
      columns={[...aboutRequest(incident, names), ...aboutResult]}
    />
  )
}

function aboutRequest(incident: { number: number }, names: ReadonlyMap<string, string>): DataColumn<Line>[] {
  return [
    {
      id: "number",
      header: "Revision",
      isRowHeader: true,
      render: ({ number, summary }) =>
        summary ? <Link href={roomHref(incident, "", number)}>{number}</Link> : number,
    },
    {
      id: "state",
      header: "State",
      render: ({ run }) =>
        run ? (
          <Link href={runHref(incident, run.id)}>
            <RunStateMark state={viewRun(run).state} />
          </Link>
        ) : (
          "–"
        ),
    },
    {
      id: "at",
      header: "Asked for (UTC)",
      render: ({ requestedAt, requestedBy }) => (
        <>
          <Instant at={requestedAt} isBare />
          <div className="soft nowrap">by {names.get(requestedBy) ?? "somebody who has left"}</div>
        </>
      ),
    },
  ]
}

const aboutResult: DataColumn<Line>[] = [
  {
    id: "window",
    header: "Window (UTC)",
    render: ({ summary }) => (summary ? <Stretch from={summary.window.from} to={summary.window.to} /> : "–"),
  },
  {
    id: "owners",
    header: "Owners",
    isNumeric: true,
    render: ({ summary }) => (summary ? <Count of={summary.owners.total} /> : "–"),
  },
  {
    id: "viewers",
    header: "Viewers",
    isNumeric: true,
    render: ({ summary }) => (summary ? <Count of={summary.viewers.total} /> : "–"),
  },
  {
    id: "answers",
    header: "Answers",
    isNumeric: true,
    render: ({ summary, answers }) =>
      summary ? `${new Set(answers.map(({ code }) => code)).size} of ${summary.questions.length}` : "–",
  },
  { id: "digest", header: "Digest", render: ({ digest }) => (digest ? <Digest sha256={digest} /> : "–") },
]
