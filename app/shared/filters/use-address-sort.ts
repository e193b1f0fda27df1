"use client"

import { useRouter } from "next/navigation"
import { useTransition } from "react"
import type { Sort } from "../../ui/table/sort.tsx"

export interface AskedSort {
  sort: string
  direction: "asc" | "desc"
}

/** The order of a list, kept in the address: its column and direction, and how to ask for another. */
export function useAddressSort(path: string, query: string, { sort, direction }: AskedSort) {
  const router = useRouter()
  const [, startTransition] = useTransition()
  const onSort = (asked: Sort) => {
    const params = new URLSearchParams(query)
    params.set("sort", asked.column)
    params.set("direction", asked.direction === "ascending" ? "asc" : "desc")
    startTransition(() => router.push(`${path}?${params}`, { scroll: false }))
  }
  const shown: Sort = { column: sort, direction: direction === "asc" ? "ascending" : "descending" }
  return { sort: shown, onSort }
}
