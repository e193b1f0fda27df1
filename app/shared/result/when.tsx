import { printable } from "../../../lib/core/printable.ts"
import type { Coverage } from "../../../lib/exposure/reading/coverage-by-source.ts"
import type { MisboundCurve } from "../../../lib/exposure/reading/misbound-per-minute.ts"
import type { Summary } from "../../../lib/exposure/summary.ts"
import { CoverageStrip } from "../../ui/charts/coverage-strip.tsx"
import type { Act } from "../../ui/charts/minute-bins.ts"
import { MinuteCurve } from "../../ui/charts/minute-curve.tsx"
import { counted } from "../counted.ts"

interface CurveProps {
  curve: MisboundCurve
  gaps: Summary["gaps"]
  /** What was done to contain it, within the window. */
  acts?: readonly Act[]
}

/** Misbound events over the window, with the baseline's mean, the gaps that stand and what was done to contain it. */
export function ResultCurve({ curve, gaps, acts = [] }: CurveProps) {
  const { window, baseline, points } = curve
  if (points.every(({ shown, tapped, viewed }) => shown + tapped + viewed === 0))
    return <p>The log has no misbound event in the window.</p>
  return (
    <MinuteCurve
      window={window}
      stretches={points}
      baseline={baseline && { from: baseline.from, to: baseline.to, perMinute: baseline.meanPerMinute }}
      gaps={gaps}
      acts={acts}
    />
  )
}

/** What each source of the log covers, from an hour before the window to an hour after it. */
export function ResultCoverage({ coverage, gaps }: { coverage: Coverage; gaps: Summary["gaps"] }) {
  const { from, to, secondsPerPoint, sources } = coverage
  if (sources.length === 0) return <p>There is no access log: what is said of people is presumed.</p>
  const elsewhere = sources.filter((source) => source.elsewhere > 0)
  return (
    <div className="stack">
      <CoverageStrip
        window={{ from, to }}
        stretchSeconds={secondsPerPoint}
        sources={sources.map(({ source, points }) => ({
          name: printable(source),
          stretches: points.map(({ at, rows, malformed }) => ({ from: at, rows, malformed })),
        }))}
        gaps={gaps}
      />
      {elsewhere.map((source) => (
        <p key={source.source} className="soft">
          {printable(source.source)}: {counted(source.elsewhere, "more row")} without a readable time, or
          further away in time than this picture reaches.
        </p>
      ))}
    </div>
  )
}
