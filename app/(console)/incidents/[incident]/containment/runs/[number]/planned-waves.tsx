import type { LogoutPlan, PlannedWave } from "../../../../../../../lib/containment/logout/plan-shape.ts"
import { CANARY_PART, OPERATORS_PART } from "../../../../../../../lib/containment/logout/settings.ts"
import { figure } from "../../../../../../../lib/core/figure.ts"
import { secondsWords, waveWords } from "../../../../../../shared/containment/words.ts"
import { DataTable } from "../../../../../../ui/table/data-table.tsx"
import styles from "./logout.module.css"

/** The waves of a plan in their order. */
export function PlannedWaves({ plan }: { plan: LogoutPlan }) {
  return (
    <DataTable
      caption="Waves of the plan"
      isCaptionHidden
      rows={plan.waves}
      getRowKey={({ part }) => part}
      columns={[
        {
          id: "wave",
          header: "Wave",
          isRowHeader: true,
          render: ({ part }) => <span className={styles.word}>{waveWords(part)}</span>,
          footer: "All",
        },
        {
          id: "subjects",
          header: "Subjects",
          isNumeric: true,
          render: ({ subjects }) => figure(subjects),
          footer: figure(plan.affected),
        },
        {
          id: "sessions",
          header: "Sessions",
          isNumeric: true,
          render: ({ sessions }) => countOf(sessions),
          footer: countOf(plan.sessions),
        },
        {
          id: "duration",
          header: "Takes about",
          isNumeric: true,
          render: ({ seconds }) => secondsWords(seconds),
          footer: secondsWords(plan.seconds),
        },
        {
          id: "then",
          header: "Begins",
          render: (wave) => <span className={styles.words}>{beginsWhen(wave, plan)}</span>,
        },
      ]}
    />
  )
}

function beginsWhen({ part }: PlannedWave, { epoch }: LogoutPlan): string {
  if (part === CANARY_PART) return "when switches are turned and canaries are alive"
  if (part === OPERATORS_PART) return "last of all, when the gate lets it"
  return epoch.mode === "cohorts"
    ? "when the gate lets it, with the cut-off of its cohort"
    : "when the gate lets it"
}

function countOf(sessions: number | null): string {
  return sessions === null ? "not told" : figure(sessions)
}
