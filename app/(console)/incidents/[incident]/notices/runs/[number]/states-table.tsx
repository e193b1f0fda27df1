import { figure } from "../../../../../../../lib/core/figure.ts"
import type { Part } from "../../../../../../../lib/core/letters.ts"
import { partOrder } from "../../../../../../../lib/notices/settings.ts"
import type { StateCounts } from "../../../../../../../lib/runs/rules.ts"
import { partWords } from "../../../../../../shared/notices/words.ts"
import { classes } from "../../../../../../ui/classes.ts"
import { type ItemState, ItemStateMark, itemStateWords } from "../../../../../../ui/marks/item-state-mark.tsx"
import { DataTable } from "../../../../../../ui/table/data-table.tsx"
import styles from "../../notices.module.css"

/** Letters by state and part; states that no letter is in are left out. */
export function StatesTable({ parts }: { parts: Readonly<Record<string, StateCounts>> }) {
  const shown = partOrder.filter((part) => parts[part] !== undefined)
  const states = (Object.keys(itemStateWords) as ItemState[]).filter((state) =>
    shown.some((part) => (parts[part]?.[state] ?? 0) > 0),
  )
  if (states.length === 0) return null
  const sum = (state: ItemState) => shown.reduce((total, part) => total + (parts[part]?.[state] ?? 0), 0)
  return (
    <DataTable
      caption="Letters by state and part"
      rows={states}
      getRowKey={(state) => state}
      columns={[
        {
          id: "state",
          header: "State, and what it means",
          isRowHeader: true,
          render: (state) => (
            <>
              <ItemStateMark state={state} />
              <span className={classes("soft", styles.sentence)}>{itemStateWords[state].means}</span>
            </>
          ),
        },
        // Before the parts, where it is seen however many of them there are.
        { id: "all", header: "All", isNumeric: true, render: (state: ItemState) => figure(sum(state)) },
        ...shown.map((part: Part) => ({
          id: part,
          header: partWords(part),
          isNumeric: true,
          render: (state: ItemState) => {
            const count = parts[part]?.[state] ?? 0
            return count === 0 ? "–" : figure(count)
          },
        })),
      ]}
    />
  )
}
