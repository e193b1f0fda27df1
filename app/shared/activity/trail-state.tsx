"use client"

import { useActionState } from "react"
import { figure } from "../../../lib/core/figure.ts"
import { Notice } from "../../ui/blocks/notice.tsx"
import { SubmitButton } from "../../ui/controls/submit-button.tsx"
import { Instant } from "../../ui/figures/instant.tsx"
import { counted } from "../counted.ts"
import { type Anchored, anchorTrailAction, type Verified, verifyTrailAction } from "./actions.ts"
import styles from "./activity.module.css"

interface TrailStateProps {
  lastAnchor: { at: Date; target: string } | null
  /** Where anchors go. */
  target: string | null
  /** Why this person cannot anchor now; null where they can. */
  anchorReason: string | null
}

/** Whether the trail is whole is found when somebody asks, never claimed; beside it, when it was anchored last. */
export function TrailState({ lastAnchor, target, anchorReason }: TrailStateProps) {
  const [verified, verify] = useActionState(() => verifyTrailAction(), null as Verified | null)
  const [anchored, anchor] = useActionState(() => anchorTrailAction(), null as Anchored | null)
  return (
    <div className="stack">
      <p>
        {lastAnchor ? (
          <>
            Last anchored outside at <Instant at={lastAnchor.at} precision="second" />, to{" "}
            <code>{lastAnchor.target}</code>.
          </>
        ) : (
          "Never anchored outside yet: whoever holds the database could write the whole trail anew."
        )}{" "}
        {target === null ? null : "It is anchored once a day, after the last act of the day."}
      </p>
      <div className="row">
        <form action={verify}>
          <SubmitButton kind="plain" busyLabel="Reading every entry …">
            Verify the trail
          </SubmitButton>
        </form>
        <form action={anchor}>
          <SubmitButton kind="plain" busyLabel="Anchoring …" disabledReason={anchorReason}>
            Anchor the trail now
          </SubmitButton>
        </form>
      </div>
      {anchored ? <AnchorResult anchored={anchored} /> : null}
      {verified ? <VerifyResult verified={verified} /> : null}
    </div>
  )
}

function AnchorResult({ anchored }: { anchored: Anchored }) {
  if (!("chains" in anchored)) return <Notice tone="error">{anchored.message}</Notice>
  return anchored.chains === 0 ? (
    <Notice tone="info" title="Nothing has happened since the last anchor" />
  ) : (
    <Notice
      tone="done"
      title={`Anchored ${counted(anchored.chains, "chain", "chains")} to ${anchored.target}`}
    />
  )
}

function VerifyResult({ verified }: { verified: Verified }) {
  if (!("broken" in verified)) return <Notice tone="error">{verified.message}</Notice>
  const { broken, entries, chains, at } = verified
  const read = `${counted(entries, "entry", "entries")} in ${counted(chains, "chain", "chains")}`
  if (broken.length === 0)
    return (
      <Notice tone="done" title="The trail is whole">
        Verified at <Instant at={at} precision="second" />: {read}, and all that was sealed and anchored here.
        Anchors that are kept outside are held against it by{" "}
        <code>scripts/tocsin trail verify --anchor FILE</code>.
      </Notice>
    )
  return (
    <Notice
      tone="error"
      title={`The trail is broken: ${figure(broken.length)} of ${counted(chains, "chain", "chains")}`}
    >
      <p>
        Verified at <Instant at={at} precision="second" />. Somebody may have changed the database itself.
        Keep a copy of it as it is, and tell legal.
      </p>
      <ul className={styles.broken}>
        {broken.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Notice>
  )
}
