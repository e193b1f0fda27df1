import type { Parameter } from "../../core/engine.ts"
import type { Input } from "../../evidence/reading/part.ts"
import { type InputDifference, inputDifferences, type SourceReading } from "./input-differences.ts"
import { windowOf } from "./presumed.ts"
import { query, rowsOf } from "./relations.ts"
import type { Result } from "./result.ts"
import type { Cause } from "./schemas.ts"

/** A statement about the accounts that moved between two results, and the values that it asks with. */
export interface Moves {
  /** SQL: pseudonym, from_group, to_group, the grades of both, and cause. */
  relation: string
  parameters: Record<string, Parameter>
  differences: InputDifference[]
}

/** A result with how its sources were read. */
export type Read = Result & { readings: readonly SourceReading[] }

/** Tables on which the log's events are judged, besides the log and the actors. */
const JUDGING: readonly string[] = ["entitlements", "media", "sessions"]

/**
 * SQL for who moved between two results and why. Some of the moved accounts can be singled out before the causes are
 * looked for: by a condition on pseudonym, from_group and to_group, and by an order with a limit.
 */
export function movesBetween(before: Read, after: Read, only = "true", first = ""): Moves {
  const differences = inputDifferences(before, after)
  const has = (cause: Cause) => differences.some((one) => one.cause === cause)
  return {
    relation: query("moved", {
      before: rowsOf(before, "people-view.parquet"),
      after: rowsOf(after, "people-view.parquet"),
      only,
      first,
      gained: decidedBy(after, before, "after", "before"),
      lost: decidedBy(before, after, "before", "after"),
    }),
    parameters: {
      ...parametersOf(before, "before"),
      ...parametersOf(after, "after"),
      tables_cause: tablesCause(before, after),
      has_tolerance: has("tolerance"),
      presumed_cause: presumedCause(differences),
    },
    differences,
  }
}

/** SQL: what explains that an account stands worse in one result than in the other. */
function decidedBy(worse: Result, other: Result, worseName: string, otherName: string): string {
  return query("moved-causes", {
    worse: worseName,
    other: otherName,
    new_file: worseName === "after" ? "'file_added'" : "'file_removed'",
    worse_exposures: rowsOf(worse, "exposures-view.parquet"),
    other_exposures: rowsOf(other, "exposures-view.parquet"),
    worse_evidence: rowsOf(worse, "evidence-view.parquet"),
    worse_actors: rowsOf(worse, "actors-view.parquet"),
    other_actors: rowsOf(other, "actors-view.parquet"),
    worse_sources: rowsOf(worse, "sources.parquet"),
    other_sources: rowsOf(other, "sources.parquet"),
  })
}

function parametersOf(result: Result, name: string): Record<string, Parameter> {
  const { from, to } = windowOf(result)
  const logs = result.summary.inputs.filter(({ table }) => table === "access_log")
  return {
    [`${name}_from`]: String(from),
    [`${name}_to`]: String(to),
    [`${name}_logs`]: JSON.stringify(logs.map(({ path, sha256 }) => ({ path, sha256 }))),
  }
}

/** What became of the tables by which events are judged. */
function tablesCause(before: Result, after: Result): Cause | null {
  const contents = ({ summary }: Result) =>
    new Set(summary.inputs.filter(({ table }) => JUDGING.includes(table)).map(contentOf))
  const was = contents(before)
  const is = contents(after)
  const isAdded = [...is].some((one) => !was.has(one))
  const isRemoved = [...was].some((one) => !is.has(one))
  if (isAdded && isRemoved) return "file_changed"
  return isAdded ? "file_added" : isRemoved ? "file_removed" : null
}

function contentOf({ table, sha256 }: Input): string {
  return `${table} ${sha256}`
}

/** Of accounts of which only what must be presumed changed: no event tells, so that the inputs have to. */
function presumedCause(differences: readonly InputDifference[]): Cause {
  const order: readonly Cause[] = [
    "presumption",
    "window",
    "file_changed",
    "file_added",
    "file_removed",
    "mapping",
    "actor",
  ]
  return order.find((cause) => differences.some((one) => one.cause === cause)) ?? "other"
}
