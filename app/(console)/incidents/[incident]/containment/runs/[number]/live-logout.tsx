"use client"

import { useRouter } from "next/navigation"
import { useEffect, useState } from "react"
import { figure } from "../../../../../../../lib/core/figure.ts"
import type { LogoutView } from "../../../../../../server/logout-view.ts"
import { counted, unitFor } from "../../../../../../shared/counted.ts"
import { Panel } from "../../../../../../ui/blocks/panel.tsx"
import { LinkButton } from "../../../../../../ui/controls/button.tsx"
import { LogoutStandingMark } from "../../../../../../ui/marks/logout-marks.tsx"
import styles from "./logout.module.css"
import { LogoutButtons, type LogoutReasons } from "./logout-buttons.tsx"
import { PhaseLine } from "./phase-line.tsx"
import { phaseSteps } from "./phase-steps.ts"
import { ProofPanel } from "./proof-panel.tsx"
import { StepsTable } from "./steps-table.tsx"
import { Lost, Trouble } from "./trouble.tsx"
import { WavesTable } from "./waves-table.tsx"

interface LiveLogoutProps {
  runId: string
  /** Where its events come from. */
  progressHref: string
  approvalHref: string | null
  trailHref: string
  files: readonly { file: string; href: string }[]
  initial: LogoutView
  waves: readonly { part: string; subjects: number }[]
  reasons: LogoutReasons
}

/** A logout as it goes: told by the server, to be paused, let go on and aborted. */
export function LiveLogout(props: LiveLogoutProps) {
  const { runId, progressHref, approvalHref, trailHref, files, initial, waves, reasons } = props
  const { view, isLost } = useView(initial, progressHref)
  const { accepted, verified, pending, sent, failed, unknown } = view.subjects
  const all = accepted + verified + pending + sent + failed + unknown
  return (
    <>
      <Trouble runId={runId} view={view} reasons={reasons} />
      <Panel
        title={view.isOver ? "How it went" : "How it goes"}
        actions={
          approvalHref ? (
            <LinkButton isSmall href={approvalHref}>
              Show the approval
            </LinkButton>
          ) : null
        }
      >
        <div className="stack">
          <PhaseLine steps={phaseSteps(view, Math.max(1, waves.length - 1))} />
          <p className="visually-hidden" role="status">
            <LogoutStandingMark standing={view.standing} />
          </p>
          <p className={styles.ended}>
            <b className={styles.endedCount}>{figure(accepted + verified)}</b> of {counted(all, "subject")}{" "}
            {unitFor(accepted + verified, "is", "are")} logged out
            {view.isOver ? "" : `, at most ${counted(view.perSecond, "subject")} a second`}
            {failed > 0 ? `; ${counted(failed, "subject")} failed` : ""}
            {unknown > 0 ? `; of ${counted(unknown, "subject")} nobody knows` : ""}.
          </p>
          <LogoutButtons runId={runId} view={view} reasons={reasons} />
          <WavesTable waves={view.waves} all={view.subjects} />
          {isLost ? <Lost /> : null}
        </div>
      </Panel>
      <ProofPanel view={view} />
      <Panel
        title="Steps"
        note={
          view.hasMoreSteps
            ? "The latest 60; the file has all of them."
            : "What was asked, and what was found."
        }
        actions={
          <>
            {files.map(({ file, href }) => (
              <LinkButton key={file} isSmall href={href} download>
                {file === "steps.csv" ? "Export the steps (CSV)" : "Export all of it (JSON)"}
              </LinkButton>
            ))}
            <LinkButton isSmall href={trailHref}>
              Show the trail
            </LinkButton>
          </>
        }
        isFlush
      >
        <StepsTable steps={view.steps} />
      </Panel>
    </>
  )
}

/** The logout as the server tells it; the page is made anew when it stands otherwise. */
function useView(initial: LogoutView, href: string): { view: LogoutView; isLost: boolean } {
  const [told, setTold] = useState<{ view: LogoutView; from: LogoutView }>({ view: initial, from: initial })
  const [isLost, setLost] = useState(false)
  const router = useRouter()
  // What the page itself has brought since is newer than what was told before.
  const view = told.from === initial ? told.view : initial
  useEffect(() => {
    if (initial.isOver) return
    let { standing } = initial
    const source = new EventSource(href)
    source.onopen = () => setLost(false)
    source.onerror = () => setLost(true)
    source.onmessage = ({ data }: MessageEvent<string>) => {
      const next = JSON.parse(data) as LogoutView
      setTold({ view: next, from: initial })
      if (next.isOver) source.close()
      if (next.standing !== standing) router.refresh()
      standing = next.standing
    }
    return () => source.close()
  }, [initial, href, router])
  return { view, isLost }
}
