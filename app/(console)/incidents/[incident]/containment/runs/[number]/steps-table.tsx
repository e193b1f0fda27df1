import type { LogoutStep } from "../../../../../../server/logout-view.ts"
import { DataText } from "../../../../../../shared/data-text.tsx"
import { Instant } from "../../../../../../ui/figures/instant.tsx"
import { FoundMark } from "../../../../../../ui/marks/logout-marks.tsx"
import { DataTable } from "../../../../../../ui/table/data-table.tsx"
import styles from "./logout.module.css"

const whats: Record<string, string> = {
  switch: "Switch",
  canary: "Canary",
  cutoff: "Cut-off",
  epoch: "Cut-off",
  wave: "Wave",
  gate: "Gate",
  sample: "Sample",
  settle: "Window",
}

/** What was asked and what was found, step by step, the latest first. */
export function StepsTable({ steps }: { steps: readonly LogoutStep[] }) {
  return (
    <DataTable
      caption="Steps of the logout, the latest first"
      isCaptionHidden
      isTall
      rows={steps}
      getRowKey={({ id }) => id}
      columns={[
        {
          id: "at",
          header: "When",
          render: ({ at }) => (
            <span className={styles.words}>
              <Instant at={at} precision="second" />
            </span>
          ),
        },
        {
          id: "what",
          header: "What",
          isRowHeader: true,
          render: ({ what }) => <span className={styles.word}>{whats[what] ?? what}</span>,
        },
        { id: "good", header: "Outcome", render: ({ isGood }) => <FoundMark isGood={isGood} /> },
        {
          id: "found",
          header: "What was found",
          render: ({ found }) => (
            <span className={styles.found}>
              <DataText>{found}</DataText>
            </span>
          ),
        },
      ]}
      empty={<p className={styles.none}>No step has been made.</p>}
    />
  )
}
