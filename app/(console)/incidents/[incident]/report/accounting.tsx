import { figure } from "../../../../../lib/core/figure.ts"
import { type Disposition, flow } from "../../../../../lib/exposure/reading/flow.ts"
import type { Summary } from "../../../../../lib/exposure/summary.ts"
import { counted } from "../../../../shared/counted.ts"
import { Panel } from "../../../../ui/blocks/panel.tsx"
import { DataTable } from "../../../../ui/table/data-table.tsx"
import styles from "./report.module.css"

const words: Record<Disposition, { name: string; meaning: string }> = {
  ignored: { name: "Ignored", meaning: "a rule of the mapping says that it is no access" },
  malformed: { name: "Unreadable", meaning: "it could not be read as its table; kept with the reason" },
  out_of_window: { name: "Out of the window", meaning: "it lies before or after the window" },
  denied: { name: "Denied", meaning: "nothing was given out" },
  service: { name: "Service", meaning: "the viewer is a service or a test account" },
  unattributed: { name: "Unattributed", meaning: "neither a session nor the log names a viewer" },
  unresolved: { name: "Unresolved", meaning: "it is not known whose footage it was" },
  legitimate: { name: "Legitimate", meaning: "the viewer had a right to it" },
  duplicate: { name: "Repeated", meaning: "the same misbound event is counted already" },
  misbound: { name: "Misbound", meaning: "the footage went to somebody who had no right to it" },
}

/** What became of every row of the log: the parts make the whole. */
export function Accounting({ summary }: { summary: Summary }) {
  const { read, byDisposition } = flow(summary).rows
  const sum = byDisposition.reduce((total, { rows }) => total + rows, 0)
  const { viewer_conflicts, mapping_conflicts, footage_time_unknown } = summary
  return (
    <Panel
      title="Rows of the log by what became of them"
      note="Each row counts once, under the first that applies"
      isFlush
    >
      <DataTable
        caption="Rows of the log by disposition"
        isCaptionHidden
        rows={byDisposition}
        getRowKey={({ disposition }) => disposition}
        columns={[
          {
            id: "disposition",
            header: "Disposition",
            isRowHeader: true,
            render: ({ disposition }) => words[disposition].name,
            footer: "Sum",
          },
          {
            id: "meaning",
            header: "Why",
            render: ({ disposition }) => words[disposition].meaning,
            footer: sum === read ? "all rows that were read" : "differs from the rows that were read",
          },
          {
            id: "rows",
            header: "Rows",
            isNumeric: true,
            render: ({ rows }) => figure(rows),
            footer: figure(sum),
          },
        ]}
      />
      <div className={styles.below}>
        <p>
          {figure(read)} read {sum === read ? "=" : "≠"}{" "}
          {byDisposition.map(({ rows }) => figure(rows)).join(" + ")}
        </p>
        <p className="soft">
          In {counted(viewer_conflicts, "event")} session and log name different viewers; in{" "}
          {counted(mapping_conflicts, "event")} log and media catalogue name different devices; in{" "}
          {counted(footage_time_unknown, "event")} it is not known when the footage was recorded.
        </p>
      </div>
    </Panel>
  )
}
