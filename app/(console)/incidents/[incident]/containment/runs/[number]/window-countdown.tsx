"use client"

import { Instant } from "../../../../../../ui/figures/instant.tsx"
import { elapsedWords } from "../../../../../../ui/figures/run-progress.tsx"
import { useSecondsLeft } from "../../../../../../ui/figures/use-seconds-left.ts"
import styles from "./logout.module.css"

interface WindowCountdownProps {
  /** What only expires: "JWT access tokens". */
  what: string
  from: string
  until: string
}

/** The window of what dies by expiring alone, counted down to zero. */
export function WindowCountdown({ what, from, until }: WindowCountdownProps) {
  const left = useSecondsLeft(until)
  const wholeS = Math.max(1, (Date.parse(until) - Date.parse(from)) / 1_000)
  return (
    <div className={styles.window}>
      <p className={styles.windowLeft}>
        <span role="timer" aria-live="off">
          {left === null ? "…" : elapsedWords(left)}
        </span>{" "}
        <span className="soft">
          {left === 0
            ? "left: the window is over, and it is looked whether they are dead"
            : `until the last old token is dead: ${what}`}
        </span>
      </p>
      <progress
        className={styles.windowBar}
        max={wholeS}
        value={left === null ? 0 : wholeS - Math.min(left, wholeS)}
        aria-label={`How much of the window is over: ${what}`}
      />
      <p className="small soft">
        Ends <Instant at={until} precision="second" />. Until then nobody may say that all tokens are reset.
      </p>
    </div>
  )
}
