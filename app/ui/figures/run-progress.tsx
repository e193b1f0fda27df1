import type { ReactNode } from "react"
import { type RunState, RunStateMark } from "../marks/run-state-mark.tsx"
import styles from "./run-progress.module.css"

interface RunProgressProps {
  state: RunState
  /** The step that is under way: "Reading access_log, 4 of 12 parts". */
  label: string
  /** From 0 to 1; null where it is not known how far. */
  done: number | null
  elapsedSeconds: number
  /** Why it failed or was stopped, and what to do. */
  reason?: string | null | undefined
  actions?: ReactNode
}

/** How far a run is, in words and as a bar; never a spinner without a number. */
export function RunProgress({ state, label, done, elapsedSeconds, reason, actions }: RunProgressProps) {
  const percentage = done === null ? null : Math.floor(Math.min(1, done) * 100)
  const isOver = state === "failed" || state === "stopped"
  return (
    <div className={styles.run} data-state={state}>
      <div className={styles.line}>
        <RunStateMark state={state} />
        <span className={styles.label}>{label}</span>
        <span className={styles.numbers}>
          {percentage === null ? null : <b>{percentage} %</b>}
          <span>{elapsedWords(elapsedSeconds)}</span>
        </span>
      </div>
      <progress
        className={styles.bar}
        max={100}
        value={percentage ?? (isOver ? 0 : undefined)}
        aria-label={`Run: ${label}`}
      />
      {reason ? <p className={styles.reason}>{reason}</p> : null}
      {actions ? <div className={styles.actions}>{actions}</div> : null}
    </div>
  )
}

/** "47 s", "3 min 05 s", "1 h 02 min". */
export function elapsedWords(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const two = (count: number) => String(count).padStart(2, "0")
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`
  return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`
}
