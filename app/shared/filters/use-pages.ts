"use client"

import { useCallback } from "react"
import type { Page } from "../../ui/table/use-paged-rows.ts"

/** Asks an address of ours for the rows behind a cursor, in the order and with the filters of the query. */
export function usePages<Row>(
  address: string,
  query: string,
  { total }: Page<Row>,
): (cursor: string) => Promise<Page<Row>> {
  return useCallback(
    async (cursor) => {
      const params = new URLSearchParams(query)
      params.set("cursor", cursor)
      const response = await fetch(`${address}?${params}`)
      if (!response.ok) throw new Error(`${address} answered ${response.status}`)
      const { rows, nextCursor } = (await response.json()) as Pick<Page<Row>, "rows" | "nextCursor">
      return { rows, nextCursor, total }
    },
    [address, query, total],
  )
}
