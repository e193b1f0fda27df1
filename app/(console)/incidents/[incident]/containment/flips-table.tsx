import { outcomeWords } from "../../../../../lib/containment/switches/flip-words.ts"
import type { SwitchInIncident } from "../../../../../lib/containment/switches/list-flips.ts"
import { DataText } from "../../../../shared/data-text.tsx"
import { Instant } from "../../../../ui/figures/instant.tsx"
import { FlipStateMark } from "../../../../ui/marks/switch-marks.tsx"
import { type DataColumn, DataTable } from "../../../../ui/table/data-table.tsx"
import styles from "./containment.module.css"

type Flip = SwitchInIncident["flips"][number]

interface FlipsTableProps {
  label: string
  flips: readonly Flip[]
  isAskable: boolean
  names: ReadonlyMap<string, string>
}

/** Each turn of a switch in an incident: who, when, what became of it and what was answered. */
export function FlipsTable({ label, flips, isAskable, names }: FlipsTableProps) {
  return (
    <DataTable
      caption={`Turns of ${label}, the latest first`}
      rows={flips}
      getRowKey={({ id }) => id}
      columns={[
        { id: "turned", header: "Turned", isRowHeader: true, render: ({ isOn }) => (isOn ? "on" : "off") },
        {
          id: "state",
          header: "State",
          render: ({ state, overturnedAt }) => (
            <FlipStateMark state={state} isOverturned={overturnedAt !== null} />
          ),
        },
        {
          id: "outcome",
          header: "What is known",
          render: (flip) => <span className={styles.sentence}>{outcomeWords(flip, isAskable)}.</span>,
        },
        {
          id: "who",
          header: "By",
          render: ({ doneBy, requestedBy }) => {
            const who = names.get(requestedBy) ?? "somebody who has left"
            if (doneBy === null) return <span className={styles.who}>{who}</span>
            return (
              <span className={styles.who}>
                <DataText>{doneBy}</DataText>, <span className="soft">noted by {who}</span>
              </span>
            )
          },
        },
        ...instants,
        { id: "why", header: "Why", render: ({ reason }) => <Sentence>{reason}</Sentence> },
        {
          id: "answer",
          header: "Last answer",
          render: ({ lastAnswer, attempts }) => (
            <span className={styles.sentence}>
              {lastAnswer ?? "none yet"}
              {attempts > 1 ? `, after it was sent ${attempts} times` : ""}
            </span>
          ),
        },
      ]}
    />
  )
}

const instants: DataColumn<Flip>[] = [
  { id: "asked", header: "Asked for or noted (UTC)", render: ({ requestedAt }) => at(requestedAt) },
  { id: "effective", header: "Took effect (UTC)", render: ({ effectiveAt }) => at(effectiveAt) },
  { id: "confirmed", header: "Confirmed (UTC)", render: ({ confirmedAt }) => at(confirmedAt) },
  { id: "overturned", header: "Turned back (UTC)", render: ({ overturnedAt }) => at(overturnedAt, "no") },
]

function at(instant: Date | null, otherwise = "not known") {
  return instant === null ? otherwise : <Instant at={instant} precision="second" isBare />
}

function Sentence({ children }: { children: string }) {
  return (
    <span className={styles.sentence}>
      <DataText>{children}</DataText>
    </span>
  )
}
