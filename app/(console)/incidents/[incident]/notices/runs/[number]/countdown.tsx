"use client"

import { useEffect, useState } from "react"
import { counted } from "../../../../../../shared/counted.ts"
import { Notice } from "../../../../../../ui/blocks/notice.tsx"
import styles from "./run.module.css"

interface CountdownProps {
  until: string
  letters: number
}

/** The hold before the first letter leaves: until then everything can still be called off. */
export function Countdown({ until, letters }: CountdownProps) {
  const left = useSecondsLeft(until)
  if (left === 0) return null
  return (
    <Notice
      tone="caution"
      title={`${counted(letters, "letter leaves", "letters leave")} soon: nothing has left yet`}
    >
      <p className={styles.countdown}>
        <span role="timer" aria-live="off">
          {left === null ? "…" : left} s
        </span>{" "}
        <span className="soft">Pause it to think again, or stop it for good.</span>
      </p>
    </Notice>
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
