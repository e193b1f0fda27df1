"use client"

import { useEffect, useState } from "react"
import { Instant } from "../../../../../../ui/figures/instant.tsx"
import { elapsedWords } from "../../../../../../ui/figures/run-progress.tsx"
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

/** Whole seconds; null until the browser has looked at its clock, 0 when they are over. */
function useSecondsLeft(until: string): number | null {
  const [left, setLeft] = useState<number | null>(null)
  useEffect(() => {
    const tick = () => setLeft(Math.max(0, Math.ceil((Date.parse(until) - Date.now()) / 1_000)))
    tick()
    const timer = setInterval(tick, 500)
    return () => clearInterval(timer)
  }, [until])
  return left
}
