"use client"

import { createColumnHelper, useTable } from "@tanstack/react-table"
import { defaultRangeExtractor, useVirtualizer, type VirtualItem } from "@tanstack/react-virtual"
import { type ReactNode, useEffect, useMemo, useRef } from "react"
import { classes } from "../classes.ts"
import type { Sort } from "./sort.tsx"
import styles from "./table.module.css"
import { type Page, usePagedRows } from "./use-paged-rows.ts"
import { useRowFocus } from "./use-row-focus.ts"
import { features, type VirtualColumn } from "./virtual-column.ts"
import { VirtualFoot, VirtualHead } from "./virtual-parts.tsx"
import { VirtualRow } from "./virtual-row.tsx"

interface VirtualTableProps<Row> {
  label: string
  /** What a row is, in the plural: "accounts", "exposures". */
  unit: string
  /** Stable from render to render, as a constant of the module is; the first column names the row. */
  columns: readonly VirtualColumn<Row>[]
  page: Page<Row>
  loadMore: (cursor: string) => Promise<Page<Row>>
  getRowId: (row: Row) => string
  getRowHref?: ((row: Row) => string) | undefined
  sort: Sort | null
  onSort: (sort: Sort) => void
  /** An EmptyState in place of the table. */
  empty: ReactNode
}

const ROW_HEIGHT_PX = 36
/** So many rows before the end of what is here, the next page is asked for. */
const ROWS_AHEAD = 30

/** Rows that come page by page, of which only those near the view are in the document. */
export function VirtualTable<Row extends object>(props: VirtualTableProps<Row>) {
  const { label, unit, columns, page, getRowId, getRowHref, sort, onSort, empty } = props
  const container = useRef<HTMLDivElement>(null)
  const { rows: data, nextCursor, state, loadNext } = usePagedRows(page, props.loadMore)
  const definitions = useMemo(() => definitionsOf(columns), [columns])
  const table = useTable({ features, columns: definitions, data, getRowId })
  const { rows } = table.getRowModel()
  const focus = useRowFocus(container, rows.length, ROW_HEIGHT_PX, (index) =>
    virtualizer.scrollToIndex(index),
  )
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => container.current,
    estimateSize: () => ROW_HEIGHT_PX,
    scrollPaddingStart: ROW_HEIGHT_PX,
    overscan: 12,
    initialRect: { width: 0, height: 800 },
    useFlushSync: false,
    // The focused row stays in the document when it is scrolled away, so that the focus is not lost.
    rangeExtractor: (range) =>
      [...new Set([...defaultRangeExtractor(range), focus.active])].sort((a, b) => a - b),
  })
  const items = virtualizer.getVirtualItems().filter(({ index }) => index < rows.length)
  const last = virtualizer.range?.endIndex ?? 0
  useEffect(() => {
    if (state === "idle" && nextCursor !== null && last >= rows.length - ROWS_AHEAD) loadNext()
  }, [state, nextCursor, last, rows.length, loadNext])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another first page begins at the top
  useEffect(() => container.current?.scrollTo({ top: 0 }), [page])

  if (rows.length === 0 && state === "idle" && nextCursor === null) return empty
  return (
    <div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys move among the links within */}
      <div
        ref={container}
        className={classes(styles.scroll, styles.tall)}
        onKeyDown={focus.onKeyDown}
        tabIndex={getRowHref ? undefined : 0}
      >
        <table
          className={classes(styles.table, styles.fixed)}
          aria-label={label}
          aria-rowcount={page.total + 1}
        >
          <VirtualHead columns={columns} sort={sort} onSort={onSort} />
          <tbody>
            {withSpacers(items, virtualizer.getTotalSize(), columns.length, ({ index }) => {
              const row = rows[index]
              if (!row) return null
              const href = getRowHref?.(row.original)
              return <VirtualRow key={row.id} {...{ table, row, index, href, columns, focus }} />
            })}
          </tbody>
        </table>
      </div>
      <VirtualFoot {...{ loaded: rows.length, total: page.total, unit, state, onRetry: loadNext }} />
    </div>
  )
}

function definitionsOf<Row extends object>(columns: readonly VirtualColumn<Row>[]) {
  const helper = createColumnHelper<typeof features, Row>()
  return helper.columns(
    columns.map(({ id, header, render }) =>
      helper.display({ id, header, cell: ({ row }) => render(row.original) }),
    ),
  )
}

/** Empty lines stand for the rows that are not in the document, so that the table stays a plain table. */
function withSpacers(
  items: readonly VirtualItem[],
  totalPx: number,
  columns: number,
  render: (item: VirtualItem) => ReactNode,
): ReactNode[] {
  const nodes: ReactNode[] = []
  let endPx = 0
  const fill = (untilPx: number, key: string) => {
    if (untilPx > endPx)
      nodes.push(
        // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus
        <tr key={key} className={styles.spacer} aria-hidden="true">
          <td className={styles.spacerCell} colSpan={columns}>
            {/* A height that needs no inline style. */}
            <svg className={styles.space} width="1" height={untilPx - endPx} aria-hidden="true" />
          </td>
        </tr>,
      )
  }
  for (const item of items) {
    fill(item.start, `before ${item.index}`)
    nodes.push(render(item))
    endPx = item.end
  }
  fill(totalPx, "rest")
  return nodes
}
