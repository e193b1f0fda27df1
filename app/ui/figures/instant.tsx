"use client"

import { useSyncExternalStore } from "react"
import styles from "./instant.module.css"
import { instantWords, localWords, type Precision } from "./instant-words.ts"

interface InstantProps {
  at: string | Date
  precision?: Precision | undefined
  /** Where the column's head says UTC already: without the word, and without the reader's own time beside it. */
  isBare?: boolean | undefined
}

const never = () => () => {}

/** An instant in UTC and in the reader's own time, which only the browser knows and adds. */
export function Instant({ at, precision = "minute", isBare }: InstantProps) {
  const date = new Date(at)
  const local = useSyncExternalStore(
    never,
    () => localWords(date, precision),
    () => null,
  )
  return (
    <time
      dateTime={date.toISOString()}
      className={isBare ? styles.bare : styles.instant}
      title={isBare && local ? `${local} your time` : undefined}
    >
      {instantWords(date, precision)}
      {isBare ? null : " UTC"}
      {isBare || local === null ? null : <span className={styles.local}> ({local} your time)</span>}
    </time>
  )
}
