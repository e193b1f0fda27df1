import { StepMark } from "../../../../../../ui/marks/logout-marks.tsx"
import styles from "./logout.module.css"
import type { PhaseStep } from "./phase-steps.ts"

/** The steps of a logout in a line, on a phone beneath each other, with where it stands. */
export function PhaseLine({ steps }: { steps: readonly PhaseStep[] }) {
  return (
    <ol className={styles.phases} aria-label="Steps of the logout">
      {steps.map(({ name, state, words }) => (
        <li
          key={name}
          className={styles.phase}
          data-state={state}
          aria-current={state === "now" || state === "paused" ? "step" : undefined}
        >
          <StepMark state={state} />
          <b className={styles.phaseName}>{name}</b>
          <span className="small soft">{words}</span>
        </li>
      ))}
    </ol>
  )
}
