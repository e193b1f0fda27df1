import type { Found } from "../../../../../lib/containment/proof/found.ts"
import { figure } from "../../../../../lib/core/figure.ts"
import { printable } from "../../../../../lib/core/printable.ts"
import { DataText } from "../../../../shared/data-text.tsx"
import { Disclosure } from "../../../../ui/blocks/disclosure.tsx"
import { KeyValue } from "../../../../ui/blocks/key-value.tsx"
import { CoverageStrip } from "../../../../ui/charts/coverage-strip.tsx"
import { ProofCurve } from "../../../../ui/charts/proof-curve.tsx"
import { bytes } from "../../../../ui/controls/file-row.tsx"
import { Digest } from "../../../../ui/figures/digest.tsx"
import { Instant } from "../../../../ui/figures/instant.tsx"
import { InputsTable } from "./inputs-table.tsx"
import styles from "./proof.module.css"

const MINUTE_MS = 60_000
type Log = NonNullable<Found["log"]>

/** What a verdict rests on: its reasons, the curve, what the log covers, its rows and its files. */
export function ProofReading({ found, since }: { found: Found; since: Date }) {
  const { reasons, notes, log } = found
  return (
    <>
      {reasons.length > 1 ? <Sentences title="Each reason" of={reasons} /> : null}
      {notes.length > 0 ? <Sentences title="Besides" of={notes} /> : null}
      {log === null ? null : <Rests log={log} found={found} since={since} />}
    </>
  )
}

function Sentences({ title, of }: { title: string; of: readonly string[] }) {
  return (
    <div>
      <h3>{title}</h3>
      <ul className={styles.reasons}>
        {of.map((one) => (
          <li key={one}>
            <DataText>{`${one}.`}</DataText>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Rests({ log, found, since }: { log: Log; found: Found; since: Date }) {
  const { curve, coverage, baseline, rows, inputs } = log
  const window = { from: since.toISOString(), to: found.readAt }
  const at = (index: number) =>
    new Date((curve.first + index * curve.minutesPerPoint) * MINUTE_MS).toISOString()
  const gaps = log.gaps.map((gap) => ({
    ...gap,
    kind: gap.expected === null && gap.reason ? "declared" : "suspected",
  }))
  return (
    <>
      <ProofCurve
        window={window}
        stretches={curve.reads.map((reads, index) => ({
          at: at(index),
          minutes: curve.minutesPerPoint,
          reads,
          inScope: curve.inScope[index] ?? 0,
          outOfScope: curve.outOfScope[index] ?? 0,
        }))}
        baseline={baseline && { misbound: baseline.misboundPerHour / 60, reads: baseline.readsPerHour / 60 }}
        gaps={gaps}
      />
      <CoverageStrip
        window={window}
        stretchSeconds={coverage.minutesPerPoint * 60}
        sources={Object.entries(coverage.sources).map(([name, counts]) => ({
          name: printable(name),
          stretches: counts.map((count, index) => ({ from: at(index), rows: count, malformed: 0 })),
        }))}
        gaps={gaps}
      />
      {gaps.some(({ kind }) => kind === "suspected") ? (
        <p className="soft">
          Where a silence has its reason, write it under <code>dismissed_gaps</code> of the incident file and
          classify the evidence with it; then stop this watch and begin another from the same moment.
        </p>
      ) : null}
      <KeyValue
        pairs={[
          { key: "Reads it rests on", value: `${figure(log.reads)} reads: legitimate and misbound rows` },
          {
            key: "Ordinary day",
            value: baseline ? (
              <>
                {figure(baseline.misbound)} misbound events in scope of {figure(baseline.reads)} reads in{" "}
                {figure(baseline.minutes)} minutes
                {baseline.isSameHours ? " of the same hours" : ", not of the same hours"}, of the stretch from{" "}
                <Instant at={baseline.from} />
              </>
            ) : (
              "none to compare with"
            ),
          },
          { key: "Other rows", value: <RowCounts rows={rows} /> },
          {
            key: "Files",
            value: (
              <>
                {figure(inputs.files)}, {bytes(inputs.bytes)}, read in {(found.tookMs / 1000).toFixed(1)} s;
                their names, sizes and digests together <Digest sha256={inputs.sha256} />
              </>
            ),
          },
        ]}
      />
      {inputs.newest.length === 0 ? null : (
        <Disclosure summary={`Newest files (${inputs.newest.length} of ${figure(inputs.files)})`}>
          <InputsTable inputs={inputs.newest} />
        </Disclosure>
      )}
    </>
  )
}

const words: [keyof Log["rows"], string][] = [
  ["denied", "denied"],
  ["service", "by services"],
  ["unattributed", "without a viewer"],
  ["unresolved", "without a known owner"],
  ["duplicate", "repeated"],
  ["malformed", "malformed"],
  ["ignored", "ignored"],
  ["out_of_window", "before the action or after the reading"],
]

function RowCounts({ rows }: { rows: Log["rows"] }) {
  const some = words.filter(([key]) => rows[key] > 0).map(([key, word]) => `${figure(rows[key])} ${word}`)
  return some.length === 0 ? "none" : `${some.join(", ")}; ${figure(rows.read)} rows in all`
}
