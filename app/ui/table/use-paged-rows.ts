"use client"

import { useCallback, useRef, useState } from "react"

export interface Page<Row> {
  rows: readonly Row[]
  /** Where the next page begins; null after the last. */
  nextCursor: string | null
  /** Rows in all, on every page. */
  total: number
}

interface Loaded<Row> {
  first: Page<Row>
  rows: readonly Row[]
  nextCursor: string | null
  state: "idle" | "loading" | "failed"
}

export interface PagedRows<Row> extends Omit<Loaded<Row>, "first"> {
  loadNext: () => void
}

const start = <Row>(first: Page<Row>): Loaded<Row> => ({
  first,
  rows: first.rows,
  nextCursor: first.nextCursor,
  state: "idle",
})

/** The pages loaded so far; another first page (a sort, a filter) begins anew, and late answers to the old one are dropped. */
export function usePagedRows<Row>(
  first: Page<Row>,
  loadMore: (cursor: string) => Promise<Page<Row>>,
): PagedRows<Row> {
  const [loaded, setLoaded] = useState(() => start(first))
  const asked = useRef<string | null>(null)
  const isStale = loaded.first !== first
  if (isStale) setLoaded(start(first))
  const { nextCursor } = loaded

  const loadNext = useCallback(async () => {
    if (nextCursor === null || asked.current === nextCursor) return
    asked.current = nextCursor
    const update = (change: (before: Loaded<Row>) => Partial<Loaded<Row>>) =>
      setLoaded((before) => (before.first === first ? { ...before, ...change(before) } : before))
    update(() => ({ state: "loading" }))
    try {
      const page = await loadMore(nextCursor)
      update(({ rows }) => ({
        rows: [...rows, ...page.rows],
        nextCursor: page.nextCursor,
        state: "idle",
      }))
    } catch {
      update(() => ({ state: "failed" }))
    } finally {
      asked.current = null
    }
  }, [first, nextCursor, loadMore])

  return { rows: loaded.rows, nextCursor, state: loaded.state, loadNext }
}
