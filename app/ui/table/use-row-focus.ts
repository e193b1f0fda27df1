"use client"

import { type KeyboardEvent, useEffect, useRef, useState } from "react"

interface RowFocus {
  /** The one row that the tab key reaches. */
  active: number
  setActive: (index: number) => void
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
}

/** The keys that move among rows, and by how many rows. */
const steps: Record<string, (page: number) => number> = {
  ArrowDown: () => 1,
  ArrowUp: () => -1,
  PageDown: (page) => page,
  PageUp: (page) => -page,
  Home: () => Number.NEGATIVE_INFINITY,
  End: () => Number.POSITIVE_INFINITY,
}

/** Moves the focus from row to row by arrows, Page Up and Down, Home and End; the row's link opens it by Enter. */
export function useRowFocus(
  container: { current: HTMLElement | null },
  count: number,
  rowHeightPx: number,
  scrollTo: (index: number) => void,
): RowFocus {
  const [active, setActive] = useState(0)
  // An effect of an earlier rendering may still run after the next key: what it knows as active is then out of date.
  const wanted = useRef<number | null>(null)

  useEffect(() => {
    if (wanted.current === null) return
    const row = container.current?.querySelector<HTMLElement>(`tr[data-row="${wanted.current}"]`)
    const target = row?.querySelector<HTMLElement>("a[data-row-link]") ?? row
    if (!target) return
    wanted.current = null
    target.focus({ preventScroll: true })
    // The container has been scrolled; the page around it may have to be as well.
    target.scrollIntoView({ block: "nearest" })
  })

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const step = steps[event.key]
    const isRow = event.target === event.currentTarget || (event.target as Element).closest("tr[data-row]")
    if (!step || !isRow || count === 0 || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    const page = Math.max(1, Math.floor(event.currentTarget.clientHeight / rowHeightPx) - 2)
    const next = Math.min(count - 1, Math.max(0, active + step(page)))
    wanted.current = next
    setActive(next)
    scrollTo(next)
  }

  return { active: Math.min(active, Math.max(0, count - 1)), setActive, onKeyDown }
}
