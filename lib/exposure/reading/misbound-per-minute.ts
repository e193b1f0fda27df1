import type { Context } from "../../core/context.ts"
import { type Relation, relations } from "../../evidence/schemas.ts"
import { instantText } from "../summary.ts"
import { microseconds, windowOf } from "./presumed.ts"
import { query, rowsOf } from "./relations.ts"
import type { Result } from "./result.ts"
import { beginnings, stepOf } from "./stretches.ts"

/** Misbound events of a stretch, by what was done with the footage. */
export interface MisboundPoint {
  /** The beginning of the stretch. */
  at: string
  /** How long it is: less than the others where the window's end cuts it off. */
  minutes: number
  shown: number
  tapped: number
  viewed: number
}

export interface MisboundCurve {
  window: { from: string; to: string }
  /** How long a stretch is: one minute, or more where the window is long. */
  minutesPerPoint: number
  /** Every stretch of the window in order; the last may be cut off by the window's end. */
  points: MisboundPoint[]
  /** Of an ordinary stretch, counted by the same rules before duplicates are removed; null where none was given. */
  baseline: {
    from: string
    to: string
    events: number
    byRelation: Record<Relation, number>
    meanPerMinute: number
  } | null
}

const MINUTE_US = 60_000_000n
const POINTS_MAX = 600

/** Misbound events of the window as a curve of at most 600 points, each of all relations, with the baseline's mean. */
export async function misboundPerMinute(
  { results }: Pick<Context, "results">,
  result: Result,
): Promise<MisboundCurve> {
  const { from, to } = windowOf(result)
  const step = stepOf(to - from, MINUTE_US, POINTS_MAX)
  const rows = await results("incident.view").rows<{
    point: number
    action: "shown" | "tapped" | "viewed"
    events: number
  }>(query("misbound-curve", { evidence: rowsOf(result, "evidence-view.parquet") }), {
    from_us: String(from),
    step_us: String(step),
  })
  const points = beginnings(from, to, step).map(
    (at): MisboundPoint => ({
      at: instantText(at),
      minutes: minutesBetween(at, to, step),
      shown: 0,
      tapped: 0,
      viewed: 0,
    }),
  )
  for (const { point, action, events } of rows) {
    const one = points[point]
    if (one) one[action] = events
  }
  return {
    window: { from: instantText(from), to: instantText(to) },
    minutesPerPoint: Number(step / MINUTE_US),
    points,
    baseline: baselineOf(result),
  }
}

function minutesBetween(at: bigint, end: bigint, step: bigint): number {
  return Number(end - at < step ? end - at : step) / Number(MINUTE_US)
}

function baselineOf({ summary }: Result): MisboundCurve["baseline"] {
  const baseline = summary.context.find(({ name }) => name === "baseline")
  if (!baseline) return null
  const { from, to, misbound } = baseline
  const events = relations.reduce((sum, one) => sum + misbound[one], 0)
  const minutes = Number(microseconds(to) - microseconds(from)) / Number(MINUTE_US)
  return { from, to, events, byRelation: misbound, meanPerMinute: events / minutes }
}
