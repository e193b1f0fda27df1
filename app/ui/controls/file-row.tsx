import { figure } from "../../../lib/core/figure.ts"
import { Button } from "./button.tsx"
import styles from "./file-drop.module.css"

export interface SentFile {
  name: string
  sizeBytes: number
  sentBytes: number
  state: "waiting" | "sending" | "done" | "failed"
  /** Why it failed, and what to do. */
  reason?: string | undefined
}

interface FileRowProps {
  file: SentFile
  onRemove?: ((name: string) => void) | undefined
  onRetry?: ((name: string) => void) | undefined
}

export function FileRow({ file, onRemove, onRetry }: FileRowProps) {
  const { name, sizeBytes, sentBytes, state, reason } = file
  const done = sizeBytes === 0 ? 1 : sentBytes / sizeBytes
  return (
    <li className={styles.file}>
      <span className={styles.name}>{name}</span>
      <span className={styles.state}>
        {bytes(sizeBytes)} · {stateWords(state, done)}
      </span>
      <span className={styles.buttons}>
        {state === "failed" && onRetry ? (
          <Button isSmall onClick={() => onRetry(name)} aria-label={`Send ${name} again`}>
            Send again
          </Button>
        ) : null}
        {onRemove ? (
          <Button isSmall onClick={() => onRemove(name)} aria-label={`Remove ${name}`}>
            Remove
          </Button>
        ) : null}
      </span>
      {state === "sending" ? (
        <progress
          className={styles.bar}
          value={sentBytes}
          max={sizeBytes || 1}
          aria-label={`Sending ${name}`}
        />
      ) : null}
      {reason ? <span className={styles.reason}>{reason}</span> : null}
    </li>
  )
}

function stateWords(state: SentFile["state"], done: number): string {
  if (state === "sending") return `${Math.floor(done * 100)} % sent`
  return { waiting: "waiting", done: "received", failed: "failed" }[state]
}

/** A size in the unit that people read; 1 kB is 1,000 bytes. */
export function bytes(count: number): string {
  const units = ["kB", "MB", "GB", "TB"]
  if (count < 1000) return `${figure(count)} bytes`
  const power = Math.min(units.length, Math.floor(Math.log10(count) / 3))
  const scaled = count / 1000 ** power
  return `${scaled.toFixed(scaled < 10 ? 1 : 0)} ${units[power - 1]}`
}
