import { useId } from "react"
import { figure } from "../../../lib/core/figure.ts"
import { DataTable } from "../table/data-table.tsx"
import { GapBands, TimeAxis, ValueAxis } from "./axes.tsx"
import styles from "./chart.module.css"
import { Chart, Legend, Picture } from "./chart.tsx"
import { type ChartGap, roundUp, type Span, short, stepArea, timeScale } from "./scales.ts"

/** Reads and misbound events of a stretch of so many minutes. */
export interface ProofStretch {
  at: string
  minutes: number
  reads: number
  inScope: number
  outOfScope: number
}

interface ProofCurveProps {
  window: Span
  stretches: readonly ProofStretch[]
  /** The ordinary day, as means per minute; null where there is none. */
  baseline: { misbound: number; reads: number } | null
  gaps: readonly ChartGap[]
}

/** Misbound events in scope since an action, and beneath them the reads that this rests on, beside an ordinary day's. */
export function ProofCurve({ window, stretches, baseline, gaps }: ProofCurveProps) {
  const minutes = stretches[0]?.minutes ?? 1
  const misbound = stretches.reduce((sum, { inScope }) => sum + inScope, 0)
  const reads = stretches.reduce((sum, one) => sum + one.reads, 0)
  const label = `From ${window.from} to ${window.to}: ${figure(misbound)} misbound events in scope among ${figure(reads)} reads, with ${figure(gaps.length)} gaps.`
  const drawing = { window, stretches, baseline, gaps, label }
  return (
    <Chart
      title="Misbound events and reads per minute"
      note={`Since the action, each on its own scale; times in UTC.${minutes > 1 ? ` Drawn as means over ${minutes} minutes.` : ""}`}
      legend={
        <Legend
          entries={[
            { key: "misbound", words: "misbound, in scope" },
            ...(baseline ? [{ key: "baseline" as const, words: "ordinary day, mean" }] : []),
            ...(gaps.length > 0 ? [{ key: "gap" as const, words: "gap in the log" }] : []),
          ]}
        />
      }
      wide={<ProofPicture {...drawing} width={920} ticksMax={9} />}
      narrow={<ProofPicture {...drawing} width={350} ticksMax={4} />}
      table={<ProofTable stretches={stretches} minutes={minutes} />}
    />
  )
}

function ProofTable({ stretches, minutes }: Pick<ProofCurveProps, "stretches"> & { minutes: number }) {
  return (
    <DataTable
      caption={`Reads and misbound events per ${minutes === 1 ? "minute" : `${minutes} minutes`}`}
      isCaptionHidden
      rows={stretches}
      getRowKey={({ at }) => at}
      columns={[
        {
          id: "at",
          header: "From (UTC)",
          isRowHeader: true,
          render: ({ at }) => at.slice(0, 16).replace("T", " "),
        },
        { id: "reads", header: "Reads", isNumeric: true, render: (one) => figure(one.reads) },
        {
          id: "in",
          header: "Misbound events in scope",
          isNumeric: true,
          render: (one) => figure(one.inScope),
        },
        { id: "out", header: "Out of scope", isNumeric: true, render: (one) => figure(one.outOfScope) },
      ]}
    />
  )
}

const LEFT = 56
const TOP = 24
const strips = [
  { key: "inScope", of: "misbound", words: "Misbound, in scope", ground: 144, height: 100 },
  { key: "reads", of: "reads", words: "Reads", ground: 236, height: 60 },
] as const
const BOTTOM = 236

interface ProofPictureProps extends ProofCurveProps {
  label: string
  width: number
  ticksMax: number
}

function ProofPicture({ window, stretches, baseline, gaps, label, width, ticksMax }: ProofPictureProps) {
  const hatch = useId()
  const right = width - 4
  const scale = timeScale(window, LEFT, right, ticksMax)
  return (
    <Picture width={width} height={BOTTOM + 24} label={label}>
      <TimeAxis scale={scale} left={LEFT} right={right} top={TOP} bottom={BOTTOM} />
      {strips.map(({ key, of, words, ground, height }) => {
        const usual = baseline?.[of] ?? 0
        const most = stretches.reduce((max, one) => Math.max(max, one[key] / one.minutes), usual)
        const end = roundUp(Math.max(1, most))
        const columns = stretches.map((one) => ({
          from: scale.x(one.at),
          to: scale.x(Date.parse(one.at) + one.minutes * 60_000),
          height: (one[key] / one.minutes / end) * height,
        }))
        const y = short(ground - (usual / end) * height)
        return (
          <g key={key}>
            <ValueAxis {...{ ground, height, end, right }} parts={1} left={LEFT} />
            <path
              className={key === "reads" ? styles.quiet : styles.misbound}
              d={stepArea(columns, ground)}
            />
            {baseline ? <path className={styles.baseline} d={`M${LEFT} ${y}H${right}`} /> : null}
            <text className={`${styles.strong} ${styles.halo}`} x={LEFT + 6} y={ground - height - 6}>
              {words}
            </text>
          </g>
        )
      })}
      <GapBands id={hatch} gaps={gaps} scale={scale} top={TOP} bottom={BOTTOM} />
      <text className={styles.axis} x="0" y="10">
        per minute
      </text>
    </Picture>
  )
}
