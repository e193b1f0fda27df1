import { figure } from "../../../lib/core/figure.ts"
import { percent } from "../figures/share.tsx"
import { DataTable } from "../table/data-table.tsx"
import { Chart } from "./chart.tsx"
import { FlowNarrow } from "./flow-narrow.tsx"
import { type FlowData, flowStages } from "./flow-stages.ts"
import { FlowWide } from "./flow-wide.tsx"

interface FlowPictureProps extends FlowData {
  title?: string
}

/** The way from the rows of the log to people on both sides, every station with its number and unit. */
export function FlowPicture({ title = "From log rows to people", ...data }: FlowPictureProps) {
  const stages = flowStages(data)
  const { rows, exposures, owners, viewers } = data
  const label =
    `Of ${figure(rows.read)} log rows read, ${figure(rows.misbound)} are misbound events. ` +
    `They make ${figure(exposures.inScope)} exposures in scope, of ${figure(owners.total)} owners to ${figure(viewers.total)} viewers.`
  return (
    <Chart
      title={title}
      note="Rows, events, exposures and accounts are different units. Within each stage, thickness grows with the square root of the number, so that the small stays visible beside the large."
      wide={<FlowWide stages={stages} data={data} label={label} />}
      narrow={<FlowNarrow stages={stages} data={data} label={label} />}
      table={<FlowTable {...data} />}
    />
  )
}

interface FlowRow {
  stage: string
  words: string
  count: number
  unit: string
  whole: number
}

function FlowTable(data: FlowData) {
  const { read, dispositions, exposures, owners, viewers } = flowStages(data)
  const of = (stage: string, unit: string, whole: number, parts: typeof owners): FlowRow[] =>
    parts.map(({ words, count }) => ({ stage, words, count, unit, whole }))
  const rows = [
    ...of("Log", "rows", read, dispositions),
    ...of("Exposures", "exposures", data.exposures.total, exposures),
    ...of("Owners", "accounts", data.owners.total, owners),
    ...of("Viewers", "accounts", data.viewers.total, viewers),
  ]
  return (
    <DataTable
      caption="From log rows to people"
      isCaptionHidden
      rows={rows}
      getRowKey={({ stage, words }) => `${stage} ${words}`}
      columns={[
        { id: "stage", header: "Stage", render: ({ stage }) => stage },
        { id: "what", header: "What", isRowHeader: true, render: ({ words }) => words },
        { id: "count", header: "Number", isNumeric: true, render: ({ count }) => figure(count) },
        { id: "unit", header: "Unit", render: ({ unit }) => unit },
        {
          id: "share",
          header: "Of the stage",
          isNumeric: true,
          render: ({ count, whole }) => (whole === 0 ? "–" : percent(count / whole)),
        },
      ]}
    />
  )
}
