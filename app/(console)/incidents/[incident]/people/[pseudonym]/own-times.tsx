import type { OwnTime } from "../../../../../../lib/exposure/reading/explain-person.ts"
import type { Side } from "../../../../../../lib/exposure/reading/schemas.ts"
import { Instant } from "../../../../../ui/figures/instant.tsx"
import { Count } from "../../../../../ui/figures/share.tsx"
import { GradeMark } from "../../../../../ui/marks/exposure-marks.tsx"
import { DataTable } from "../../../../../ui/table/data-table.tsx"

/** When and how badly, minute by minute, and nothing of the other side. */
export function OwnTimes({ side, times }: { side: Side; times: readonly OwnTime[] }) {
  return (
    <DataTable
      caption={`Exposures as ${side} by minute`}
      isCaptionHidden
      rows={times}
      getRowKey={({ minute, grade, inScope }) => `${minute} ${grade} ${inScope}`}
      columns={[
        {
          id: "minute",
          header: "First event (UTC, to the minute)",
          isRowHeader: true,
          render: ({ minute }) => <Instant at={minute} isBare />,
        },
        {
          id: "grade",
          header: "What happened",
          render: ({ grade }) => <GradeMark grade={grade} side={side} />,
        },
        {
          id: "exposures",
          header: "Exposures",
          isNumeric: true,
          render: ({ exposures }) => <Count of={exposures} />,
        },
        { id: "scope", header: "In scope", render: ({ inScope }) => (inScope ? "yes" : "no") },
      ]}
    />
  )
}
