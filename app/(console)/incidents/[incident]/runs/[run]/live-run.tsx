"use client"

import { useRouter } from "next/navigation"
import { useEffect, useState, useTransition } from "react"
import type { RunView } from "../../../../../../lib/exposure/revisions/view-run.ts"
import { Notice } from "../../../../../ui/blocks/notice.tsx"
import { Button, LinkButton } from "../../../../../ui/controls/button.tsx"
import { RunProgress } from "../../../../../ui/figures/run-progress.tsx"
import { retryRunAction, stopRunAction } from "./actions.ts"

interface LiveRunProps {
  initial: RunView
  resultHref: string
  evidenceHref: string
  /** Why this person may not; null where they may. */
  stopReason: string | null
  retryReason: string | null
}

/** A run as it goes: told by the server, and to be stopped or tried again. */
export function LiveRun({ initial, resultHref, evidenceHref, stopReason, retryReason }: LiveRunProps) {
  const { run, isLost } = useRun(initial)
  const elapsed = useElapsed(run)
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, startTransition] = useTransition()
  const perform = (action: (runId: string) => Promise<string | null>) =>
    startTransition(async () => setProblem(await action(run.id)))
  const canStop = run.state === "queued" || run.state === "running"
  const canRetry = run.state === "failed" || run.state === "stopped"
  return (
    <div className="stack">
      <p className="visually-hidden" role="status">
        The run is {run.state}.
      </p>
      <RunProgress
        state={run.state}
        label={run.label}
        done={run.done}
        elapsedSeconds={elapsed}
        reason={run.reason}
        actions={
          <>
            {canStop ? (
              <Button
                disabledReason={stopReason}
                busyLabel={isBusy ? "Stopping …" : null}
                onClick={() => perform(stopRunAction)}
              >
                Stop the run
              </Button>
            ) : null}
            {canRetry ? (
              <>
                <Button
                  kind="primary"
                  disabledReason={retryReason}
                  busyLabel={isBusy ? "Trying again …" : null}
                  onClick={() => perform(retryRunAction)}
                >
                  Try again
                </Button>
                <LinkButton href={evidenceHref}>Change the evidence</LinkButton>
              </>
            ) : null}
            {run.state === "done" ? (
              <LinkButton kind="primary" href={resultHref}>
                Go to the open questions
              </LinkButton>
            ) : null}
          </>
        }
      />
      {problem ? <Notice tone="error">{problem}</Notice> : null}
      {isLost ? (
        <Notice tone="caution">
          The connection to Tocsin is lost; trying again. The run itself goes on.
        </Notice>
      ) : null}
    </div>
  )
}

function useRun(initial: RunView): { run: RunView; isLost: boolean } {
  const [told, setTold] = useState(initial)
  const [isLost, setLost] = useState(false)
  const router = useRouter()
  const run = told.id === initial.id ? told : initial
  useEffect(() => {
    if (initial.isOver) return
    const source = new EventSource(`/api/runs/${initial.id}/progress`)
    source.onopen = () => setLost(false)
    source.onerror = () => setLost(true)
    source.onmessage = ({ data }: MessageEvent<string>) => {
      const view = JSON.parse(data) as RunView
      setTold(view)
      if (!view.isOver) return
      source.close()
      // The rooms of the incident may open now.
      router.refresh()
    }
    return () => source.close()
  }, [initial.id, initial.isOver, router])
  return { run, isLost }
}

/** Whole seconds that it has run; counted on while it does. */
function useElapsed({ since, until }: RunView): number {
  const [now, setNow] = useState(() => Date.parse(until ?? since))
  useEffect(() => {
    if (until) return setNow(Date.parse(until))
    const tick = () => setNow(Date.now())
    tick()
    const timer = setInterval(tick, 1_000)
    return () => clearInterval(timer)
  }, [until])
  return (now - Date.parse(since)) / 1_000
}
