import { may } from "../../../../lib/access/rules.ts"
import { viewOf } from "../../../../lib/exposure/reading/export-columns.ts"
import type { ExportList } from "../../../../lib/exposure/reading/schemas.ts"
import type { Room } from "../../../server/open-room.ts"
import { exportHref } from "../../../shared/addresses.ts"
import { counted } from "../../../shared/counted.ts"
import { Panel } from "../../../ui/blocks/panel.tsx"
import { LinkButton } from "../../../ui/controls/button.tsx"
import { DataTable } from "../../../ui/table/data-table.tsx"

interface ListLine {
  list: ExportList
  name: string
  holds: string
}

/** Everything of the result that can be taken away as CSV. */
export function Lists({ room: { ctx, incident, result } }: { room: Room }) {
  const { number } = result.revision
  const decision = may(ctx.actor, "list.export")
  const lines = linesOf(result.summary).filter(({ list }) => may(ctx.actor, viewOf[list]).allowed)
  return (
    <Panel
      title="Lists to take away"
      note={
        decision.allowed
          ? "CSV, safe to open in a spreadsheet; times in UTC. Each one that is taken stands in the trail."
          : decision.reason
      }
      isFlush
    >
      <DataTable
        caption="Lists as CSV"
        isCaptionHidden
        rows={lines}
        getRowKey={({ list }) => list}
        columns={[
          { id: "name", header: "List", isRowHeader: true, render: ({ name }) => name },
          { id: "holds", header: "What it holds", render: ({ holds }) => holds },
          {
            id: "export",
            header: "CSV",
            isNumeric: true,
            render: ({ list, name }) =>
              decision.allowed ? (
                <LinkButton isSmall href={exportHref(incident, list, number)} download>
                  Export<span className="visually-hidden"> {name}</span>
                </LinkButton>
              ) : (
                "–"
              ),
          },
        ]}
      />
    </Panel>
  )
}

function linesOf({
  accounts,
  exposures,
  rows,
  tables,
  inputs,
  questions,
}: Room["result"]["summary"]): ListLine[] {
  const unreadable = Object.values(tables).reduce((sum, { malformed }) => sum + malformed, rows.malformed)
  return [
    {
      list: "people",
      name: "People",
      holds: `${counted(accounts.either_upper, "account")}: owners, viewers and undetermined ones`,
    },
    { list: "exposures", name: "Exposures", holds: `${counted(exposures.total, "exposure")}: who saw whose` },
    {
      list: "evidence",
      name: "Misbound events",
      holds: `${counted(rows.misbound, "event")} down to the digests of their log lines`,
    },
    {
      list: "rejects",
      name: "Unreadable rows",
      holds: `${counted(unreadable, "row")} with the reason for each`,
    },
    { list: "minutes", name: "Misbound per minute", holds: "the curve’s points" },
    { list: "coverage", name: "Coverage", holds: "rows per source and stretch of time" },
    { list: "inputs", name: "Inputs", holds: `${counted(inputs.length, "file")} with size and SHA-256` },
    {
      list: "questions",
      name: "Open questions",
      holds: `${counted(questions.length, "question")} with their answers`,
    },
  ]
}
