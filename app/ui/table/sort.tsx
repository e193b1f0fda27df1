import { AscendingIcon, DescendingIcon, UnsortedIcon } from "../icons.tsx"

/** In the words of aria-sort. */
export type SortDirection = "ascending" | "descending"

export interface Sort {
  column: string
  direction: SortDirection
}

/** What pressing a column's head asks for: the other direction of the sorted column, else the column's first. */
export function nextSort(sort: Sort | null, column: string, first: SortDirection): Sort {
  if (sort?.column !== column) return { column, direction: first }
  return { column, direction: sort.direction === "ascending" ? "descending" : "ascending" }
}

export function SortIcon({ direction }: { direction: SortDirection | undefined }) {
  if (direction === undefined) return <UnsortedIcon />
  return direction === "ascending" ? <AscendingIcon /> : <DescendingIcon />
}
