"use client"

import type { Row as TableRow } from "@tanstack/react-table"
import Link from "next/link"
import type { MouseEvent } from "react"
import styles from "./table.module.css"
import type { features, TableOf, VirtualColumn } from "./virtual-column.ts"

interface VirtualRowProps<Row extends object> {
  table: TableOf<Row>
  row: TableRow<typeof features, Row>
  index: number
  href: string | undefined
  columns: readonly VirtualColumn<Row>[]
  focus: { active: number; setActive: (index: number) => void }
}

export function VirtualRow<Row extends object>(props: VirtualRowProps<Row>) {
  const { table, row, index, href, columns, focus } = props
  const tabIndex = index === focus.active ? 0 : -1
  return (
    <tr
      data-row={index}
      data-href={href}
      aria-rowindex={index + 2}
      tabIndex={href === undefined ? tabIndex : undefined}
      onFocus={() => focus.setActive(index)}
      onClick={href === undefined ? undefined : openRow}
    >
      {row.getAllCells().map((cell, position) => {
        const content = <table.FlexRender cell={cell} />
        const className = columns[position]?.isNumeric ? styles.numeric : undefined
        if (position > 0)
          return (
            <td key={cell.id} className={className}>
              {content}
            </td>
          )
        return (
          <th key={cell.id} scope="row" className={className}>
            {href === undefined ? (
              content
            ) : (
              <Link
                className={styles.rowLink}
                href={href}
                prefetch={false}
                tabIndex={tabIndex}
                data-row-link=""
              >
                {content}
              </Link>
            )}
          </th>
        )
      })}
    </tr>
  )
}

/** A click beside the row's link is one on it, unless it hit another control or ended a selection of text. */
function openRow(event: MouseEvent<HTMLTableRowElement>) {
  const hit = (event.target as Element).closest("a, button, input, label, summary")
  if (hit || window.getSelection()?.toString()) return
  event.currentTarget.querySelector<HTMLElement>("a[data-row-link]")?.click()
}
