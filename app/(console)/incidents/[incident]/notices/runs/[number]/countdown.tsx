"use client"

import { counted } from "../../../../../../shared/counted.ts"
import { Notice } from "../../../../../../ui/blocks/notice.tsx"
import { useSecondsLeft } from "../../../../../../ui/figures/use-seconds-left.ts"
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
