import Link from "next/link"
import type { ReactNode } from "react"
import { classes } from "../classes.ts"
import { type SortDirection, SortIcon } from "./sort.tsx"
import styles from "./table.module.css"

export interface DataColumn<Row> {
  id: string
  header: ReactNode
  isNumeric?: boolean | undefined
  /** The cell names the row, and leads to it where rows have addresses. */
  isRowHeader?: boolean | undefined
  /** The address that sorts by this column. */
  sortHref?: string | undefined
  sorted?: SortDirection | undefined
  render: (row: Row) => ReactNode
  /** The column's cell in the last line: a sum, or a word. */
  footer?: ReactNode
}

interface DataTableProps<Row> {
  caption: string
  /** The heading above says it already. */
  isCaptionHidden?: boolean | undefined
  columns: readonly DataColumn<Row>[]
  rows: readonly Row[]
  getRowKey: (row: Row) => string
  getRowHref?: ((row: Row) => string) | undefined
  /** Scrolls in itself with its head standing, for more rows than a screen holds. */
  isTall?: boolean | undefined
  /** An EmptyState in place of the table. */
  empty?: ReactNode
}

/** A table of rows that are all here, rendered on the server; VirtualTable is for those that come page by page. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, isCaptionHidden, columns, rows, getRowKey, getRowHref, isTall, empty } = props
  if (rows.length === 0 && empty !== undefined) return empty
  const hasFooter = columns.some(({ footer }) => footer !== undefined)
  return (
    <TableScroll label={caption} isTall={isTall}>
      <table className={styles.table}>
        <caption className={isCaptionHidden ? "visually-hidden" : styles.caption}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <HeadCell key={column.id} column={column} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={getRowKey(row)} data-row="">
              {columns.map((column) => (
                <Cell key={column.id} column={column} row={row} href={getRowHref?.(row)} />
              ))}
            </tr>
          ))}
        </tbody>
        {hasFooter ? <Foot columns={columns} /> : null}
      </table>
    </TableScroll>
  )
}

interface TableScrollProps {
  label: string
  isTall?: boolean | undefined
  children: ReactNode
}

/** Around any wide table: scrolls sideways by keyboard too. */
export function TableScroll({ label, isTall, children }: TableScrollProps) {
  return (
    <section
      className={classes(styles.scroll, isTall && styles.tall)}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
      tabIndex={0}
    >
      {children}
    </section>
  )
}

function HeadCell<Row>({ column }: { column: DataColumn<Row> }) {
  const { header, isNumeric, sortHref, sorted } = column
  return (
    <th scope="col" className={isNumeric ? styles.numeric : undefined} aria-sort={sorted}>
      {sortHref === undefined ? (
        header
      ) : (
        <Link className={styles.sort} href={sortHref} scroll={false}>
          {header}
          <SortIcon direction={sorted} />
        </Link>
      )}
    </th>
  )
}

interface CellProps<Row> {
  column: DataColumn<Row>
  row: Row
  href: string | undefined
}

function Cell<Row>({ column, row, href }: CellProps<Row>) {
  const className = column.isNumeric ? styles.numeric : undefined
  const content = column.render(row)
  if (!column.isRowHeader) return <td className={className}>{content}</td>
  return (
    <th scope="row" className={className}>
      {href === undefined ? (
        content
      ) : (
        <Link className={styles.rowLink} href={href}>
          {content}
        </Link>
      )}
    </th>
  )
}

function Foot<Row>({ columns }: { columns: readonly DataColumn<Row>[] }) {
  return (
    <tfoot>
      <tr>
        {columns.map(({ id, footer, isNumeric }) => (
          <td key={id} className={isNumeric ? styles.numeric : undefined}>
            {footer}
          </td>
        ))}
      </tr>
    </tfoot>
  )
}
