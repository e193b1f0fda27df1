import type { ReactNode } from "react"
import type { Summary } from "../../../lib/exposure/summary.ts"
import { Notice } from "../../ui/blocks/notice.tsx"
import { Panel } from "../../ui/blocks/panel.tsx"
import { BoundsBar } from "../../ui/charts/bounds-bar.tsx"
import { Figure } from "../../ui/figures/figure.tsx"
import { GradeMark } from "../../ui/marks/exposure-marks.tsx"
import { unitFor } from "../counted.ts"
import { definitions } from "./definitions.ts"
import styles from "./result.module.css"
import {
  eitherSentence,
  hasBounds,
  hasLog,
  ownersSentence,
  viewersSentence,
  withoutLogSentence,
} from "./words.ts"

interface HeadlineFiguresProps {
  summary: Summary
  /** How accounts without any grade may be called. */
  word: "unaffected" | "not shown as affected"
  /** Links to the lists behind the numbers, where the page has any. */
  ownersAction?: ReactNode
  viewersAction?: ReactNode
}

/** Both sides of the headline with their units, then all accounts by what is known of them. */
export function HeadlineFigures({ summary, word, ownersAction, viewersAction }: HeadlineFiguresProps) {
  const { owners, viewers, accounts } = summary
  const whole = { value: accounts.total, unit: unitFor(accounts.total, "account") }
  if (!hasLog(summary))
    return (
      <>
        <Notice tone="caution" title="How many owners and viewers there are is not known">
          {withoutLogSentence(summary)}
        </Notice>
        <Accounts summary={summary} word={word} />
      </>
    )
  return (
    <>
      <div className="grid-2">
        <Panel title="Owners" actions={ownersAction}>
          <Figure
            isLarge
            value={owners.total}
            unit={unitFor(owners.total, "owner")}
            label="whose footage others received"
            whole={whole}
            parts={partsOf(owners, "owner")}
            definition={definitions.owners}
          />
          <p className={styles.sentence}>{ownersSentence(owners)}</p>
        </Panel>
        <Panel title="Viewers" actions={viewersAction}>
          <Figure
            isLarge
            value={viewers.total}
            unit={unitFor(viewers.total, "viewer")}
            label="who received footage of others"
            whole={whole}
            parts={partsOf(viewers, "viewer")}
            definition={definitions.viewers}
          />
          <p className={styles.sentence}>{viewersSentence(viewers)}</p>
        </Panel>
      </div>
      <Accounts summary={summary} word={word} />
    </>
  )
}

function partsOf(counts: Summary["owners"], side: "owner" | "viewer") {
  return (["video", "tapped", "shown"] as const).map((grade) => ({
    label: <GradeMark grade={grade} side={side} />,
    value: counts[grade],
  }))
}

function Accounts({ summary, word }: Pick<HeadlineFiguresProps, "summary" | "word">) {
  const { accounts } = summary
  const { total, either, either_upper: upper, groups } = accounts
  const undetermined = groups.undetermined ?? 0
  const whole = { value: total, unit: unitFor(total, "account") }
  return (
    <Panel title="All accounts" note="Owners and viewers together, and everybody else">
      <div className="stack">
        <div className={undetermined > 0 ? "grid-4" : "grid-3"}>
          <Figure
            value={either}
            unit={unitFor(either, "account")}
            label="on either side: owner, viewer or both"
            whole={whole}
            bounds={{ lower: either, upper }}
            definition={
              hasBounds(summary) ? `${definitions.either} ${definitions.upper}` : definitions.either
            }
          />
          {undetermined > 0 ? (
            <Figure
              value={undetermined}
              unit={unitFor(undetermined, "account")}
              label="undetermined: on neither side by the log, but something must be presumed"
              whole={whole}
              definition={definitions.undetermined}
            />
          ) : null}
          <Figure
            value={accounts.unaffected}
            unit={unitFor(accounts.unaffected, "account")}
            label={`${word}, neither as owner nor as viewer`}
            whole={whole}
            definition={definitions.without}
          />
          <Figure
            value={accounts.unreachable}
            unit={unitFor(accounts.unreachable, "account")}
            label="of the owners and viewers have no e-mail address"
            whole={{ value: either, unit: "owners and viewers" }}
            definition={definitions.unreachable}
          />
        </div>
        {either > 0 ? <p>{eitherSentence(summary)}</p> : null}
        {hasBounds(summary) ? (
          <BoundsBar
            title="Accounts on either side, at least and at most"
            unit="accounts"
            lower={either}
            upper={upper}
            total={total}
          />
        ) : null}
      </div>
    </Panel>
  )
}

/** Says of a result with bounds that its lower numbers are only what the log shows. */
export function BoundsNotice({ summary }: { summary: Summary }) {
  if (!hasBounds(summary)) return null
  return (
    <Notice tone="caution" title="The log cannot show everything">
      Owners and viewers are those that the log shows. Something must be presumed of more accounts: the figure
      for all accounts names the most that it can be.
    </Notice>
  )
}
