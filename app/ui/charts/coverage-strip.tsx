import { useId } from "react"
import { figure } from "../../../lib/core/figure.ts"
import { DataTable } from "../table/data-table.tsx"
import { GapBands, gapWords, TimeAxis } from "./axes.tsx"
import styles from "./chart.module.css"
import { Chart, Legend, Picture } from "./chart.tsx"
import { type ChartGap, type Span, stepArea, timeScale } from "./scales.ts"

interface CoverageSource {
  name: string
  /** Rows by the start of the stretch in which they fall; stretches without rows may be left out. */
  stretches: readonly { from: string; rows: number; malformed: number }[]
}

interface CoverageStripProps {
  title?: string
  window: Span
  stretchSeconds: number
  sources: readonly CoverageSource[]
  gaps?: readonly ChartGap[]
}

interface SourceRow {
  name: string
  rows: number
  malformed: number
  mostRows: number
  gaps: string
}

/** What each source of the log covers of the window, and where it is silent. */
export function CoverageStrip(props: CoverageStripProps) {
  const { title = "What the log covers", window, stretchSeconds, sources, gaps = [] } = props
  const seconds = Math.round(stretchSeconds)
  const label = `${sources.length} sources of the log between ${window.from} and ${window.to}, with ${gaps.length} gaps.`
  const drawing = { window, stretchSeconds, sources, gaps, label }
  return (
    <Chart
      title={title}
      note={`Rows of the log per ${seconds} seconds in each source, every source on its own scale; times in UTC.`}
      legend={gaps.length > 0 ? <Legend entries={[{ key: "gap", words: "gap in the log" }]} /> : null}
      wide={<CoveragePicture {...drawing} width={920} ticksMax={9} />}
      narrow={<CoveragePicture {...drawing} width={350} ticksMax={4} />}
      table={<CoverageTable rows={sources.map((source) => sourceRow(source, gaps))} seconds={seconds} />}
    />
  )
}

function gapsOf({ name }: CoverageSource, gaps: readonly ChartGap[]): ChartGap[] {
  return gaps.filter(({ source }) => source === null || source === name)
}

function sourceRow(source: CoverageSource, gaps: readonly ChartGap[]): SourceRow {
  const sum = (key: "rows" | "malformed") => source.stretches.reduce((total, one) => total + one[key], 0)
  return {
    name: source.name,
    rows: sum("rows"),
    malformed: sum("malformed"),
    mostRows: mostOf(source),
    gaps: gapsOf(source, gaps)
      .map(({ kind, from, to }) => `${gapWords(kind)} ${from.slice(0, 16)}Z to ${to.slice(0, 16)}Z`)
      .join("; "),
  }
}

function mostOf({ stretches }: CoverageSource): number {
  return stretches.reduce((most, { rows }) => Math.max(most, rows), 0)
}

function CoverageTable({ rows, seconds }: { rows: readonly SourceRow[]; seconds: number }) {
  return (
    <DataTable
      caption="What the log covers"
      isCaptionHidden
      rows={rows}
      getRowKey={({ name }) => name}
      columns={[
        { id: "source", header: "Source", isRowHeader: true, render: ({ name }) => name },
        { id: "rows", header: "Rows", isNumeric: true, render: ({ rows }) => figure(rows) },
        { id: "malformed", header: "Unreadable", isNumeric: true, render: (row) => figure(row.malformed) },
        {
          id: "most",
          header: `Most in ${seconds} s`,
          isNumeric: true,
          render: (row) => figure(row.mostRows),
        },
        { id: "gaps", header: "Gaps", render: (row) => row.gaps || "none" },
      ]}
    />
  )
}

const LANE = 84
const STRIP = 40

interface CoveragePictureProps extends Required<Omit<CoverageStripProps, "title">> {
  label: string
  width: number
  ticksMax: number
}

function CoveragePicture(props: CoveragePictureProps) {
  const { window, stretchSeconds, sources, gaps, label, width, ticksMax } = props
  const id = useId()
  const right = width - 1
  const scale = timeScale(window, 1, right, ticksMax)
  const bottom = sources.length * LANE
  return (
    <Picture width={width} height={bottom + 24} label={label}>
      <TimeAxis scale={scale} left={1} right={right} top={LANE - STRIP} bottom={bottom} />
      {sources.map((source, index) => {
        const ground = (index + 1) * LANE
        const most = Math.max(1, mostOf(source))
        const columns = source.stretches.map(({ from, rows }) => ({
          from: scale.x(from),
          to: scale.x(Date.parse(from) + stretchSeconds * 1000),
          height: (rows / most) * STRIP,
        }))
        return (
          <g key={source.name}>
            <path className={styles.quiet} d={stepArea(columns, ground)} />
            <path className={styles.rule} d={`M1 ${ground}H${right}`} />
            <text className={`${styles.strong} ${styles.halo}`} x="1" y={ground - STRIP - 24}>
              {source.name}
            </text>
            <text className={styles.axis} x={right} y={ground - STRIP - 24} textAnchor="end">
              at most {figure(mostOf(source))} rows
            </text>
            <GapBands
              id={`${id}-${index}`}
              gaps={gapsOf(source, gaps)}
              scale={scale}
              top={ground - STRIP}
              bottom={ground}
            />
          </g>
        )
      })}
    </Picture>
  )
}
