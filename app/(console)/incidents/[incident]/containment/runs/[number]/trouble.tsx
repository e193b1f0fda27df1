"use client"

import type { LogoutView } from "../../../../../../server/logout-view.ts"
import { DataText } from "../../../../../../shared/data-text.tsx"
import { Notice } from "../../../../../../ui/blocks/notice.tsx"
import { CautionIcon } from "../../../../../../ui/icons.tsx"
import styles from "./logout.module.css"
import { AbortDialog, type LogoutReasons, ResumeDialog } from "./logout-buttons.tsx"
import { troublesIn } from "./troubles-in.ts"

interface TroubleProps {
  runId: string
  view: LogoutView
  reasons: LogoutReasons
}

/** Why it is paused, as large as it matters, and the two ways on from there. */
export function Trouble({ runId, view, reasons }: TroubleProps) {
  if (view.standing !== "paused" || view.pauseReason === null) return null
  const { pausedBySystem, pauseReason, phase } = view
  const title = pausedBySystem
    ? phase === "gate"
      ? "The gate has paused it"
      : "It has paused by itself"
    : "A person has paused it"
  return (
    <section className={styles.trouble} aria-labelledby="trouble" role="alert">
      <CautionIcon className={styles.troubleIcon} />
      <div className="stack stack-tight">
        <h2 id="trouble">{title}: nobody is logged out until a person decides</h2>
        <ul className={styles.troubles}>
          {troublesIn(pauseReason).map((one) => (
            <li key={one}>
              <DataText>{one}</DataText>
            </li>
          ))}
        </ul>
        <div className="row">
          <ResumeDialog runId={runId} view={view} reasons={reasons} />
          <AbortDialog runId={runId} view={view} reasons={reasons} />
        </div>
      </div>
    </section>
  )
}

/** That the connection is lost, which changes nothing of the run. */
export function Lost() {
  return (
    <Notice tone="caution">The connection to Tocsin is lost; trying again. The run itself goes on.</Notice>
  )
}
