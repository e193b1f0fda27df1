import type { ReadingLine } from "../../../../../lib/containment/proof/list-readings.ts"
import { figure } from "../../../../../lib/core/figure.ts"
import { Instant } from "../../../../ui/figures/instant.tsx"
import { VerdictMark } from "../../../../ui/marks/verdict-mark.tsx"
import { DataTable } from "../../../../ui/table/data-table.tsx"

/** The latest readings of a log, each with what it came to. */
export function ReadingsTable({ readings, total }: { readings: readonly ReadingLine[]; total: number }) {
  const which =
    readings.length < total ? `The latest ${readings.length} of ${figure(total)} readings` : "Readings"
  return (
    <DataTable
      caption={`${which}, the latest first`}
      rows={readings}
      getRowKey={({ id }) => id}
      columns={[
        {
          id: "at",
          header: "Read (UTC)",
          isRowHeader: true,
          render: ({ at }) => <Instant at={at} precision="second" isBare />,
        },
        { id: "verdict", header: "Verdict", render: ({ verdict }) => <VerdictMark verdict={verdict} /> },
        {
          id: "misbound",
          header: "Misbound events in scope",
          isNumeric: true,
          render: ({ misbound }) => (misbound === null ? "not read" : figure(misbound)),
        },
        {
          id: "reads",
          header: "Reads",
          isNumeric: true,
          render: ({ reads }) => (reads === null ? "not read" : figure(reads)),
        },
        {
          id: "upTo",
          header: "Log up to (UTC)",
          render: ({ upTo }) => (upTo === null ? "no row" : <Instant at={upTo} precision="second" isBare />),
        },
        {
          id: "took",
          header: "Took (s)",
          isNumeric: true,
          render: ({ tookMs }) => (tookMs / 1000).toFixed(1),
        },
      ]}
    />
  )
}
