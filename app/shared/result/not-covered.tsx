import { printable } from "../../../lib/core/printable.ts"
import { presumedInWindow, presumedWords } from "../../../lib/exposure/reading/presumed.ts"
import type { Result } from "../../../lib/exposure/reading/result.ts"
import { Panel } from "../../ui/blocks/panel.tsx"
import { gapWords } from "../../ui/charts/axes.tsx"
import { DataTable } from "../../ui/table/data-table.tsx"
import { counted } from "../counted.ts"
import { DataText } from "../data-text.tsx"
import styles from "./result.module.css"
import { Stretch } from "./stretch.tsx"
import { hasLog } from "./words.ts"

interface NotCoveredProps {
  result: Result
  /** Says so where there is nothing to say. */
  isAlways?: boolean
}

/** Where the log is silent, and what was presumed because no log could show it. */
export function NotCovered({ result, isAlways = false }: NotCoveredProps) {
  const { gaps } = result.summary
  const presumptions = presumedInWindow(result).filter(({ kind }) => kind === "presumption")
  if (gaps.length + presumptions.length === 0 && !isAlways) return null
  return (
    <Panel title="Gaps and presumptions" isFlush={gaps.length > 0}>
      {gaps.length > 0 ? (
        <Gaps gaps={gaps} />
      ) : (
        <p>
          {hasLog(result.summary)
            ? "No gap in the log was declared, and none was found."
            : "There is no access log in which gaps could be found."}
        </p>
      )}
      {presumptions.length === 0 ? null : (
        <ul className={gaps.length > 0 ? styles.presumptionsBelow : styles.presumptions}>
          {presumptions.map((one) => (
            <li key={presumedWords(one)}>
              By {printable(presumedWords(one))}: grade {one.grade} of{" "}
              {one.devices === "all" ? "all devices" : counted(one.devices.length, "device")}; viewers:{" "}
              {typeof one.viewers === "string"
                ? viewerWords[one.viewers]
                : counted(one.viewers.length, "listed account")}
              .
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

const viewerWords = { none: "nobody", sessions: "everybody who had a session in that time" }

function Gaps({ gaps }: { gaps: Result["summary"]["gaps"] }) {
  return (
    <DataTable
      caption="Gaps in the log"
      isCaptionHidden
      rows={gaps}
      getRowKey={({ from, to, source, kind }) => `${from} ${to} ${source} ${kind}`}
      columns={[
        { id: "kind", header: "Gap", isRowHeader: true, render: ({ kind }) => gapWords(kind) },
        {
          id: "source",
          header: "Source",
          render: ({ source }) => (source === null ? "all" : <DataText>{source}</DataText>),
        },
        {
          id: "time",
          header: "Time (UTC)",
          render: ({ from, to }) => <Stretch from={from} to={to} precision="second" />,
        },
        {
          id: "reason",
          header: "Reason",
          render: ({ reason }) => (reason === null ? "–" : <DataText>{reason}</DataText>),
        },
      ]}
    />
  )
}
