"use client"

import Link from "next/link"
import { useRouter } from "next/navigation"
import { useEffect, useState } from "react"
import { figure } from "../../../../../../../lib/core/figure.ts"
import type { NoticeRunView } from "../../../../../../server/notice-run-view.ts"
import { counted } from "../../../../../../shared/counted.ts"
import { byKind, countedStates, stateParts } from "../../../../../../shared/notices/state-counts.ts"
import { Notice } from "../../../../../../ui/blocks/notice.tsx"
import { Instant } from "../../../../../../ui/figures/instant.tsx"
import { elapsedWords } from "../../../../../../ui/figures/run-progress.tsx"
import { ShareBar } from "../../../../../../ui/figures/share-bar.tsx"
import { PlannedRunMark } from "../../../../../../ui/marks/planned-run-mark.tsx"
import { Countdown } from "./countdown.tsx"
import styles from "./run.module.css"
import { RunButtons, type RunReasons } from "./run-buttons.tsx"
import { StatesTable } from "./states-table.tsx"

interface LiveLettersProps {
  runId: string
  /** Where its events come from. */
  progressHref: string
  accountHref: string
  initial: NoticeRunView
  /** Letters that the plan counts. */
  letters: number
  pauseReason: string | null
  reasons: RunReasons
  /** Somebody else's system sends them. */
  isExternal: boolean
}

/** A run of letters as it goes: told by the server, to be paused, resumed and stopped. */
export function LiveLetters(props: LiveLettersProps) {
  const { runId, progressHref, accountHref, initial, letters, pauseReason, reasons, isExternal } = props
  const { view, isLost } = useView(initial, progressHref)
  const counts = byKind(view.states)
  return (
    <div className="stack">
      <div className="row">
        <PlannedRunMark state={view.state} />
        <span className="soft">{paceWords(view, isExternal)}</span>
      </div>
      <p className="visually-hidden" role="status">
        {view.state === "running" ? "Letters are being sent." : `The run is ${view.state}.`}
      </p>
      {view.state === "running" && view.startsAt ? (
        <Countdown until={view.startsAt} letters={letters} />
      ) : null}
      {view.state === "paused" && pauseReason ? (
        <Notice tone="caution" title="It is paused: nothing leaves">
          {pauseReason}
        </Notice>
      ) : null}
      <dl className={styles.counts}>
        <Count
          term={isExternal ? "Sent, as they report" : "Taken by the mail server"}
          count={counts.reached}
        />
        <Count term="Waiting" count={counts.waiting} />
        <Count term="Not reached" count={counts.unreached} />
        <Count term="Unknown" count={counts.unknown} />
        <Count term="Not sent" count={counts.without} />
      </dl>
      <ShareBar label={countedStates(view.states)} parts={stateParts(view.states)} />
      <RunButtons runId={runId} view={view} counts={counts} reasons={reasons} />
      {counts.unknown === 0 ? null : (
        <Notice tone="caution" title={`${counted(counts.unknown, "letter is", "letters are")} unknown`}>
          <p>
            {counts.unknown === 1 ? "It" : "They"} may have been sent, and{" "}
            {counts.unknown === 1 ? "is" : "are"} never sent again blindly:{" "}
            <code>{view.unknown.join(", ")}</code>
            {counts.unknown > view.unknown.length
              ? ` and ${figure(counts.unknown - view.unknown.length)} more`
              : ""}
            . <Link href={accountHref}>Settle them in the account</Link>
          </p>
        </Notice>
      )}
      <StatesTable parts={view.parts} />
      {isLost ? (
        <Notice tone="caution">
          The connection to Tocsin is lost; trying again. The run itself goes on.
        </Notice>
      ) : null}
    </div>
  )
}

function Count({ term, count }: { term: string; count: number }) {
  return (
    <div className={styles.count}>
      <dt>{term}</dt>
      <dd>{figure(count)}</dd>
    </div>
  )
}

function paceWords({ state, states, perSecond, estimate, isOver }: NoticeRunView, isExternal: boolean) {
  if (isOver)
    return states.sending === 0
      ? "Nothing is left to send."
      : `Nothing more goes out; ${counted(states.sending, "letter is", "letters are")} with whoever sends them.`
  if (state !== "running") return "Nothing leaves now."
  if (isExternal) return "Somebody else’s system sends them; what comes back is counted here."
  return (
    <>
      {perSecond} letters a second over the last minute
      {estimate ? (
        <>
          {" "}
          · {elapsedWords(estimate.seconds)} to go, until <Instant at={estimate.until} />
        </>
      ) : null}
    </>
  )
}

/** The run as the server tells it; the page is made anew when its state changes. */
function useView(initial: NoticeRunView, href: string): { view: NoticeRunView; isLost: boolean } {
  const [told, setTold] = useState<{ view: NoticeRunView; from: NoticeRunView }>({
    view: initial,
    from: initial,
  })
  const [isLost, setLost] = useState(false)
  const router = useRouter()
  // What the page itself has brought since is newer than what was told before.
  const view = told.from === initial ? told.view : initial
  useEffect(() => {
    if (initial.isOver) return
    let { state } = initial
    const source = new EventSource(href)
    source.onopen = () => setLost(false)
    source.onerror = () => setLost(true)
    source.onmessage = ({ data }: MessageEvent<string>) => {
      const next = JSON.parse(data) as NoticeRunView
      setTold({ view: next, from: initial })
      if (next.isOver) source.close()
      if (next.state !== state) router.refresh()
      state = next.state
    }
    return () => source.close()
  }, [initial, href, router])
  return { view, isLost }
}
