import { type Effect, effectsOf } from "../../../../../../../lib/containment/logout/effects.ts"
import type { LogoutPlan } from "../../../../../../../lib/containment/logout/plan-shape.ts"
import { figure } from "../../../../../../../lib/core/figure.ts"
import { effectWords, kindNames, secondsWords } from "../../../../../../shared/containment/words.ts"
import { DataText } from "../../../../../../shared/data-text.tsx"
import { Mark } from "../../../../../../ui/marks/mark.tsx"
import { DataTable } from "../../../../../../ui/table/data-table.tsx"
import styles from "./logout.module.css"

/** What ends of which kind, when, and whether it will be proved. */
export function KindsTable({ plan }: { plan: LogoutPlan }) {
  const { kinds, canaryKinds } = plan
  return (
    <DataTable
      caption="Kinds of tokens, by the plan"
      isCaptionHidden
      rows={effectsOf(plan)}
      getRowKey={({ kind, relyingParty }) => `${kind} ${relyingParty}`}
      columns={[
        {
          id: "kind",
          header: "Tokens",
          isRowHeader: true,
          render: ({ kind }) => <span className={styles.word}>{kindNames[kind]}</span>,
        },
        {
          id: "app",
          header: "App",
          render: ({ relyingParty }) => (
            <span className={styles.word}>
              {relyingParty === null ? "all that take them" : <DataText>{relyingParty}</DataText>}
            </span>
          ),
        },
        { id: "effect", header: "What becomes of them", render: (effect) => <EffectMark {...effect} /> },
        { id: "window", header: "Window", isNumeric: true, render: windowOf },
        {
          id: "found",
          header: kinds ? `Found at ${figure(kinds.inspected)} subjects` : "Found",
          isNumeric: true,
          render: ({ kind }) => (kinds ? figure(kinds.found[kind]) : "nobody can be asked"),
        },
        {
          id: "proof",
          header: "Will be proved",
          render: ({ kind, effect }) =>
            effect === "none" ? (
              <Mark shape="triangle" tone="error">
                no: a gap
              </Mark>
            ) : canaryKinds.includes(kind) ? (
              <Mark shape="tick" tone="done">
                by canaries
              </Mark>
            ) : (
              <Mark shape="triangle" tone="caution">
                no canary: a gap
              </Mark>
            ),
        },
      ]}
    />
  )
}

function EffectMark(effect: Effect) {
  if (effect.effect === "none")
    return (
      <Mark shape="triangle" tone="error" isStrong>
        {effectWords(effect)}
      </Mark>
    )
  const isLate = effect.effect === "until_expiry"
  return (
    <Mark shape={isLate ? "half" : "tick"} tone={isLate ? "caution" : "done"}>
      {effectWords(effect)}
    </Mark>
  )
}

function windowOf({ effect, windowS }: Effect): string {
  if (effect === "none") return "no end"
  return windowS === null ? "not known" : secondsWords(windowS)
}
