import type { getRun } from "./get-run.ts"

/** A run as a page shows it. */
export interface RunView {
  id: string
  state: "queued" | "running" | "stopping" | "stopped" | "failed" | "done"
  label: string
  /** 0 to 1; null while it waits. */
  done: number | null
  reason: string | null
  /** ISO 8601: since when it runs, or waits, and until when it did. */
  since: string
  until: string | null
  isOver: boolean
}

type Run = Pick<
  Awaited<ReturnType<typeof getRun>>,
  "id" | "state" | "label" | "done" | "reason" | "stopRequestedAt" | "queuedAt" | "startedAt" | "finishedAt"
>

/** What a page says of a run. */
export function viewRun(run: Run): RunView {
  const isOver = run.state !== "queued" && run.state !== "running"
  return {
    id: run.id,
    state: run.state === "running" && run.stopRequestedAt ? "stopping" : run.state,
    label: run.label,
    done: run.state === "queued" ? null : run.done,
    reason: run.reason,
    since: (run.startedAt ?? run.queuedAt).toISOString(),
    until: run.finishedAt?.toISOString() ?? null,
    isOver,
  }
}
