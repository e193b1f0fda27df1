import { figure } from "../../../../../../../lib/core/figure.ts"
import type { NoticePlan, PlannedPart } from "../../../../../../../lib/notices/audience/plan-shape.ts"
import { DataText } from "../../../../../../shared/data-text.tsx"
import { partWords } from "../../../../../../shared/notices/words.ts"
import { DataTable } from "../../../../../../ui/table/data-table.tsx"
import styles from "../../notices.module.css"

/** Each part of the list in sending order: how many letters, how many get none, and why it is told. */
export function PartsTable({ plan }: { plan: NoticePlan }) {
  const sum = (of: (part: PlannedPart) => number) =>
    figure(plan.parts.reduce((total, part) => total + of(part), 0))
  return (
    <DataTable
      caption="Letters by part"
      isCaptionHidden
      rows={plan.parts}
      getRowKey={({ part }) => part}
      columns={[
        {
          id: "part",
          header: "Letter",
          isRowHeader: true,
          render: ({ part }) => partWords(part),
          footer: "All",
        },
        {
          id: "people",
          header: "People",
          isNumeric: true,
          render: ({ people }) => figure(people),
          footer: sum(({ people }) => people),
        },
        {
          id: "letters",
          header: "Letters",
          isNumeric: true,
          render: ({ letters }) => figure(letters),
          footer: sum(({ letters }) => letters),
        },
        {
          id: "none",
          header: "Get none",
          isNumeric: true,
          render: ({ people, letters }) => figure(people - letters),
          footer: sum(({ people, letters }) => people - letters),
        },
        {
          id: "closed",
          header: "Closed accounts",
          isNumeric: true,
          render: ({ closed }) => figure(closed),
          footer: sum(({ closed }) => closed),
        },
        {
          id: "why",
          header: "Why",
          render: (part) => (
            <span className={styles.sentence}>
              <Why part={part} />
            </span>
          ),
        },
      ]}
    />
  )
}

function Why({ part: { isTold, why, basis, notToldReason } }: { part: PlannedPart }) {
  if (!isTold) return <DataText>{notToldReason ? `Not told: ${notToldReason}` : "Not told"}</DataText>
  const words = why === "required" ? "Required" : "By policy"
  return <DataText>{basis === "" ? words : `${words}: ${basis}`}</DataText>
}
