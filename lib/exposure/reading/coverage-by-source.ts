import type { Context } from "../../core/context.ts"
import { instantText, type Summary } from "../summary.ts"
import { windowOf } from "./presumed.ts"
import { query, rowsOf } from "./relations.ts"
import type { Result } from "./result.ts"
import { instantOf } from "./rows.ts"
import { beginnings, stepOf } from "./stretches.ts"

/** Rows of a source in a stretch of time, of every disposition. */
export interface CoveragePoint {
  at: string
  rows: number
  /** Of these, how many could not be read. */
  malformed: number
}

export interface SourceCoverage {
  source: string
  points: CoveragePoint[]
  /** Rows in all, and those without a readable time or outside the curve. */
  rows: number
  malformed: number
  elsewhere: number
  firstAt: string | null
  lastAt: string | null
  /** Gaps of this source or of all sources: declared, suspected, confirmed or dismissed. */
  gaps: Summary["gaps"]
}

export interface Coverage {
  from: string
  to: string
  /** How long a point's stretch is. */
  secondsPerPoint: number
  sources: SourceCoverage[]
}

const HOUR_US = 3_600_000_000n
/** Rows were counted by stretches of this length, about 67 seconds. */
const STRETCH_US = 2n ** 26n
const POINTS_MAX = 600

interface Counted {
  source: string
  point: number | null
  rows: number
  malformed: number
  first_at: string | null
  last_at: string | null
}

/** When each source was writing, from an hour before the window to an hour after it, as curves of at most 600 points. */
export async function coverageBySource(
  { results }: Pick<Context, "results">,
  result: Result,
): Promise<Coverage> {
  const window = windowOf(result)
  const from = ((window.from - HOUR_US) / STRETCH_US) * STRETCH_US
  const to = window.to + HOUR_US
  const step = stepOf(to - from, STRETCH_US, POINTS_MAX)
  const at = beginnings(from, to, step)
  const counted = await results("incident.view").rows<Counted & Record<string, never>>(
    query("coverage-curve", { coverage: rowsOf(result, "coverage.parquet") }),
    { from_us: String(from), step_us: String(step), points: at.length },
  )
  const named = result.summary.inputs.flatMap(({ source }) => source ?? [])
  const sources = [...new Set([...named, ...counted.map(({ source }) => source)])]
  return {
    from: instantText(from),
    to: instantText(to),
    secondsPerPoint: Number(step) / 1_000_000,
    sources: sources.map((source) => coverageOf(result, source, counted, at)),
  }
}

function coverageOf(
  { summary }: Result,
  source: string,
  counted: readonly Counted[],
  at: readonly bigint[],
): SourceCoverage {
  const points = at.map((from): CoveragePoint => ({ at: instantText(from), rows: 0, malformed: 0 }))
  const own = counted.filter((one) => one.source === source)
  for (const { point, rows, malformed } of own) {
    const one = point === null ? undefined : points[point]
    if (one) Object.assign(one, { rows, malformed })
  }
  const sum = (key: "rows" | "malformed", some = own) => some.reduce((total, one) => total + one[key], 0)
  const times = own.flatMap(({ first_at, last_at }) => [first_at ?? [], last_at ?? []].flat()).sort()
  return {
    source,
    points,
    rows: sum("rows"),
    malformed: sum("malformed"),
    elsewhere: sum(
      "rows",
      own.filter(({ point }) => point === null),
    ),
    firstAt: instantOf(times[0]),
    lastAt: instantOf(times.at(-1)),
    gaps: summary.gaps.filter((gap) => gap.source === null || gap.source === source),
  }
}
