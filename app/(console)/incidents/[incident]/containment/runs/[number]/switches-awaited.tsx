import type { StandingFlip } from "../../../../../../../lib/containment/switches/standing-flips.ts"
import { DataText } from "../../../../../../shared/data-text.tsx"
import { Mark } from "../../../../../../ui/marks/mark.tsx"
import styles from "./logout.module.css"

interface SwitchesAwaitedProps {
  flips: readonly StandingFlip[]
  /** Of those, which the plan waits for. */
  planned: readonly string[]
  isBegun: boolean
}

/** The switches that the run waits for, and what each says now. */
export function SwitchesAwaited({ flips, planned, isBegun }: SwitchesAwaitedProps) {
  const awaited = flips.filter(({ flipId }) => planned.includes(flipId))
  const later = flips.filter(({ flipId }) => !planned.includes(flipId))
  if (awaited.length === 0 && later.length === 0)
    return <p className="soft">No switch was turned in this incident: the run waits for none.</p>
  return (
    <ul className={styles.switches}>
      {awaited.map((flip) => (
        <li key={flip.flipId}>
          <b>
            <DataText>{flip.label}</DataText> {flip.isOn ? "on" : "off"}
          </b>{" "}
          <FlipMark flip={flip} />
        </li>
      ))}
      {isBegun
        ? null
        : later.map((flip) => (
            <li key={flip.flipId}>
              <b>
                <DataText>{flip.label}</DataText> {flip.isOn ? "on" : "off"}
              </b>{" "}
              <span className="soft">turned after this was planned: plan it anew to wait for it</span>
            </li>
          ))}
    </ul>
  )
}

function FlipMark({ flip: { isConfirmed, state } }: { flip: StandingFlip }) {
  if (isConfirmed)
    return (
      <Mark shape="tick" tone="done">
        says so itself
      </Mark>
    )
  if (state === "noted")
    return (
      <Mark shape="ring" tone="caution">
        by somebody’s word
      </Mark>
    )
  return (
    <Mark shape="half" tone="caution">
      not confirmed: it is waited for
    </Mark>
  )
}
