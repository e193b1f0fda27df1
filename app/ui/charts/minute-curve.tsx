import { figure } from "../../../lib/core/figure.ts"
import { Instant } from "../figures/instant.tsx"
import { DataTable } from "../table/data-table.tsx"
import styles from "./chart.module.css"
import { Chart, Legend } from "./chart.tsx"
import { type Act, type Baseline, type Bin, ratesOf, type StretchCount } from "./minute-bins.ts"
import { MinutePicture } from "./minute-picture.tsx"
import type { ChartGap, Span } from "./scales.ts"

interface MinuteCurveProps {
  title?: string
  window: Span
  /** Every stretch of the window, in order. */
  stretches: readonly StretchCount[]
  baseline: Baseline | null
  gaps?: readonly ChartGap[]
  acts?: readonly Act[]
}

/** Misbound events per minute over the window: all of them, and apart the rarer and graver ones on their own scales. */
export function MinuteCurve(props: MinuteCurveProps) {
  const { title = "Misbound events per minute", window, stretches, baseline, gaps = [], acts = [] } = props
  const bins = ratesOf(stretches)
  const minutesEach = Math.max(1, stretches[0]?.minutes ?? 1)
  const peak = bins.reduce<Bin | undefined>(
    (most, bin) => (most && most.all >= bin.all ? most : bin),
    undefined,
  )
  const each = minutesEach === 1 ? "" : ` Drawn as means over ${minutesEach} minutes.`
  const label = peak
    ? `Misbound events per minute from ${window.from} to ${window.to}; the most, ${perMinute(peak.all)}, at ${new Date(peak.fromMs).toISOString()}.`
    : "No misbound events."
  const marked = acts.map(({ at, label }, index) => ` Marked ${index + 1}, at ${at}: ${label}.`).join("")
  const drawing = { bins, window, baseline, gaps, acts, label: `${label}${marked}` }
  return (
    <Chart
      title={title}
      note={`Events per minute, times in UTC. Taps and videos, far fewer, are drawn again below, each on its own scale.${each}`}
      legend={
        <Legend
          entries={[
            { key: "misbound", words: "all misbound" },
            { key: "tapped", words: "of these: thumbnail tapped" },
            { key: "video", words: "of these: video viewed" },
            ...(baseline
              ? [
                  {
                    key: "baseline" as const,
                    words: `baseline, mean ${perMinute(baseline.perMinute)} per minute`,
                  },
                ]
              : []),
            ...(gaps.length > 0 ? [{ key: "gap" as const, words: "gap in the log" }] : []),
            ...(acts.length > 0 ? [{ key: "act" as const, words: "what was switched, by number" }] : []),
          ]}
        />
      }
      wide={<MinutePicture {...drawing} width={920} ticksMax={9} />}
      narrow={<MinutePicture {...drawing} width={350} ticksMax={4} />}
      below={<Acts acts={acts} />}
      table={<MinuteTable bins={bins} acts={acts} />}
    />
  )
}

function Acts({ acts }: { acts: readonly Act[] }) {
  if (acts.length === 0) return null
  return (
    <ol className={styles.acts}>
      {acts.map(({ at, label }, index) => (
        <li key={`${at} ${label}`}>
          <b>{index + 1}</b>
          <span>
            <Instant at={at} /> {label}
          </span>
        </li>
      ))}
    </ol>
  )
}

function MinuteTable({ bins, acts }: { bins: readonly Bin[]; acts: readonly Act[] }) {
  const actsOf = ({ fromMs, toMs }: Bin) =>
    acts.flatMap(({ at, label }, index) =>
      Date.parse(at) >= fromMs && Date.parse(at) < toMs ? [`${index + 1}: ${label}`] : [],
    )
  const rows = bins.filter((bin) => bin.all > 0 || actsOf(bin).length > 0)
  return (
    <DataTable
      caption="Misbound events per minute; minutes in which nothing happened are left out"
      isTall
      rows={rows}
      getRowKey={({ fromMs }) => String(fromMs)}
      columns={[
        {
          id: "at",
          header: "From (UTC)",
          isRowHeader: true,
          render: ({ fromMs }) => new Date(fromMs).toISOString().slice(0, 16).replace("T", " "),
        },
        { id: "shown", header: "Shown", isNumeric: true, render: ({ shown }) => perMinute(shown) },
        { id: "tapped", header: "Tapped", isNumeric: true, render: ({ tapped }) => perMinute(tapped) },
        { id: "viewed", header: "Video viewed", isNumeric: true, render: ({ viewed }) => perMinute(viewed) },
        { id: "all", header: "All misbound", isNumeric: true, render: ({ all }) => perMinute(all) },
        ...(acts.length > 0
          ? [{ id: "acts", header: "Switched", render: (bin: Bin) => actsOf(bin).join("; ") }]
          : []),
      ]}
    />
  )
}

/** A rate with as many digits as it deserves; what is not nothing never reads as nothing. */
export function perMinute(rate: number): string {
  if (rate > 0 && rate < 0.01) return "<0.01"
  return Number.isInteger(rate) || rate >= 100 ? figure(Math.round(rate)) : rate.toFixed(rate < 1 ? 2 : 1)
}
