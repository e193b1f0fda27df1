import { type IncidentFile, parseInstant } from "../../evidence/schemas.ts"
import { instantText } from "../summary.ts"
import type { Result } from "./result.ts"
import type { Grade } from "./schemas.ts"
import { usedIncident } from "./used-incident.ts"

/** What was presumed of people because no log could show it: a presumption of the incident file, or a gap that stands. */
export interface Presumed {
  kind: "presumption" | "gap"
  from: bigint
  to: bigint
  devices: readonly string[] | "all"
  viewers: readonly string[] | "none" | "sessions"
  grade: Grade
  source: string | null
  reason: string | null
}

/** All that was presumed in a result, whether or not it lies in the window. */
export function presumedIn(result: Pick<Result, "incidentFile" | "summary">): Presumed[] {
  const incident = usedIncident(result)
  return [
    ...incident.presumptions.map(ofFile),
    ...incident.gaps.map(ofGap),
    ...result.summary.gaps.filter(({ kind }) => kind === "confirmed").map(ofConfirmed),
  ]
}

/** What of it has a part inside the window: only that has a say. */
export function presumedInWindow(result: Pick<Result, "incidentFile" | "summary">): Presumed[] {
  const { from, to } = windowOf(result)
  return presumedIn(result).filter((one) => one.from < to && from < one.to)
}

/** The window of a result in microseconds since 1970 UTC; half-open. */
export function windowOf({ summary }: Pick<Result, "summary">): { from: bigint; to: bigint } {
  return { from: microseconds(summary.window.from), to: microseconds(summary.window.to) }
}

export function microseconds(text: string): bigint {
  return parseInstant(text) ?? 0n
}

function ofFile(one: IncidentFile["presumptions"][number]): Presumed {
  return { ...one, kind: "presumption", source: null, reason: one.reason ?? null }
}

function ofGap({ from, to, devices, source, reason }: IncidentFile["gaps"][number]): Presumed {
  return gap({ from, to, devices: devices ?? "all", source: source ?? null, reason: reason ?? null })
}

function ofConfirmed({ from, to, source, reason }: Result["summary"]["gaps"][number]): Presumed {
  return gap({ from: microseconds(from), to: microseconds(to), devices: "all", source, reason })
}

function gap(one: Omit<Presumed, "kind" | "viewers" | "grade">): Presumed {
  return { ...one, kind: "gap", viewers: "sessions", grade: "video" }
}

/** A presumption or gap as a part of a sentence. */
export function presumedWords({ kind, from, to, source, reason }: Presumed): string {
  const what =
    kind === "presumption" ? "the presumption" : `the gap in the log${source === null ? "" : ` of ${source}`}`
  return `${what} from ${instantText(from)} to ${instantText(to)}${reason === null ? "" : ` (${reason})`}`
}
