import { type ReactTable, tableFeatures } from "@tanstack/react-table"
import type { ReactNode } from "react"
import type { SortDirection } from "./sort.tsx"

/** A column of a table whose rows come page by page. */
export interface VirtualColumn<Row> {
  id: string
  header: string
  isNumeric?: boolean | undefined
  /** The direction of the first press; absent where the rows cannot be sorted by it. */
  sortable?: SortDirection | undefined
  /** At least so wide; what room is left is shared out. */
  widthPx: number
  render: (row: Row) => ReactNode
}

export const features = tableFeatures({})

export type TableOf<Row extends object> = ReactTable<typeof features, Row>
