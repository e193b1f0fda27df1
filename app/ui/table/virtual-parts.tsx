"use client"

import { figure } from "../../../lib/core/figure.ts"
import { Button } from "../controls/button.tsx"
import { nextSort, type Sort, SortIcon } from "./sort.tsx"
import styles from "./table.module.css"
import type { VirtualColumn } from "./virtual-column.ts"

interface VirtualHeadProps<Row> {
  columns: readonly VirtualColumn<Row>[]
  sort: Sort | null
  onSort: (sort: Sort) => void
}

export function VirtualHead<Row>({ columns, sort, onSort }: VirtualHeadProps<Row>) {
  return (
    <>
      <colgroup>
        {columns.map(({ id, widthPx }) => (
          <col key={id} width={widthPx} />
        ))}
      </colgroup>
      <thead>
        <tr aria-rowindex={1}>
          {columns.map(({ id, header, isNumeric, sortable }) => {
            const direction = sort?.column === id ? sort.direction : undefined
            return (
              <th
                key={id}
                scope="col"
                className={isNumeric ? styles.numeric : undefined}
                aria-sort={direction}
              >
                {sortable ? (
                  <button
                    type="button"
                    className={styles.sort}
                    onClick={() => onSort(nextSort(sort, id, sortable))}
                  >
                    {header}
                    <SortIcon direction={direction} />
                  </button>
                ) : (
                  header
                )}
              </th>
            )
          })}
        </tr>
      </thead>
    </>
  )
}

interface VirtualFootProps {
  loaded: number
  total: number
  unit: string
  state: "idle" | "loading" | "failed"
  onRetry: () => void
}

export function VirtualFoot({ loaded, total, unit, state, onRetry }: VirtualFootProps) {
  return (
    <div className={styles.foot}>
      <span>
        {loaded < total ? `First ${figure(loaded)} of ${figure(total)}` : `All ${figure(total)}`} {unit}
        {loaded < total ? <span className="print-only">; only rows on the screen are printed</span> : null}
      </span>
      <span aria-live="polite">
        {state === "loading" ? "Loading more…" : null}
        {state === "failed" ? (
          <span className={styles.failure}>
            The next {unit} could not be loaded.
            <Button isSmall onClick={onRetry}>
              Try again
            </Button>
          </span>
        ) : null}
      </span>
    </div>
  )
}
