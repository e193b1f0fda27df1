import { figure } from "../../../../../../../lib/core/figure.ts"
import type { LogoutView, SubjectCounts } from "../../../../../../server/logout-view.ts"
import { countedSubjects, subjectParts } from "../../../../../../shared/containment/subject-counts.ts"
import { waveWords } from "../../../../../../shared/containment/words.ts"
import { Disclosure } from "../../../../../../ui/blocks/disclosure.tsx"
import { ShareBar } from "../../../../../../ui/figures/share-bar.tsx"
import {
  type SubjectState,
  SubjectStateMark,
  subjectStates,
  subjectStateWords,
} from "../../../../../../ui/marks/logout-marks.tsx"
import { DataTable } from "../../../../../../ui/table/data-table.tsx"
import styles from "./logout.module.css"

interface WavesTableProps {
  waves: LogoutView["waves"]
  all: SubjectCounts
}

/** Each wave as a bar, and its subjects by where they stand in the ledger. */
export function WavesTable({ waves, all }: WavesTableProps) {
  return (
    <div className="stack stack-tight">
      <DataTable
        caption="Subjects by wave"
        rows={waves}
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
            id: "bar",
            header: "How far",
            render: ({ subjects }) => <Bar subjects={subjects} />,
            footer: <Bar subjects={all} />,
          },
          ...subjectStates.map((state) => ({
            id: state,
            header: subjectStateWords[state].word,
            isNumeric: true,
            render: ({ subjects }: LogoutView["waves"][number]) => count(subjects, state),
            footer: count(all, state),
          })),
        ]}
      />
      <Disclosure summary="What the words mean">
        <dl className={styles.meanings}>
          {subjectStates.map((state) => (
            <div key={state}>
              <dt>
                <SubjectStateMark state={state} />
              </dt>
              <dd className="soft">{subjectStateWords[state].means}</dd>
            </div>
          ))}
        </dl>
      </Disclosure>
    </div>
  )
}

function Bar({ subjects }: { subjects: SubjectCounts }) {
  return (
    <span className={styles.bar}>
      <ShareBar label={countedSubjects(subjects)} parts={subjectParts(subjects)} />
    </span>
  )
}

function count(subjects: SubjectCounts, state: SubjectState): string {
  return subjects[state] === 0 ? "–" : figure(subjects[state])
}
