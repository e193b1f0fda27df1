import type { Grade, ReferenceIncident } from "./model.ts"
import type { GapRow } from "./result.ts"
import type { ReadTables, Span } from "./tables.ts"
import { compareInstants, instant } from "./values.ts"

const FIVE_MINUTES = 300_000_000n

type Stretch = { from: bigint; to: bigint }

function later(left: bigint, right: bigint): bigint {
  return compareInstants(left, right) < 0 ? right : left
}

function earlier(left: bigint, right: bigint): bigint {
  return compareInstants(left, right) < 0 ? left : right
}

function overlaps(left: Stretch, right: Stretch): boolean {
  return left.from < right.to && right.from < left.to
}

/** "a stretch of the window, at least 5 minutes long, between two neighbouring events (or the window's ends) …
 * while its mean rate over the window would make 50 or more expected". `times`: all but malformed, in window. */
function findGaps(window: Stretch, times: bigint[]): Stretch[] {
  const ends = [window.from, ...[...times].sort(compareInstants), window.to]
  const found: Stretch[] = []
  for (let index = 1; index < ends.length; index += 1) {
    const from = ends[index - 1] as bigint
    const to = ends[index] as bigint
    const isLong = to - from >= FIVE_MINUTES
    const isExpectedFull = BigInt(times.length) * (to - from) >= 50n * (window.to - window.from)
    if (isLong && isExpectedFull) found.push({ from, to })
  }
  return found
}

/** "Found gaps that overlap no declared or dismissed one are suspected: they count as gaps only with
 * --confirm-gaps". */
export function listGaps(incident: ReferenceIncident, timesBySource: Map<string, bigint[]>): GapRow[] {
  const named: GapRow[] = []
  for (const gap of incident.gaps ?? []) {
    named.push({ from: instant(gap.from), to: instant(gap.to), kind: "declared", source: null })
  }
  for (const gap of incident.dismissedGaps ?? []) {
    named.push({ from: instant(gap.from), to: instant(gap.to), kind: "dismissed", source: null })
  }
  const window = { from: instant(incident.window.from), to: instant(incident.window.to) }
  const found: GapRow[] = []
  for (const [source, times] of timesBySource) {
    for (const stretch of findGaps(window, times)) {
      if (named.some((gap) => overlaps(gap, stretch))) continue
      found.push({ ...stretch, kind: incident.confirmGaps === true ? "confirmed" : "suspected", source })
    }
  }
  return [...named, ...found]
}

type Presumed = Stretch & { devices: string[] | "all"; viewers: string[] | "none" | "sessions"; grade: Grade }

/** "A gap is a presumption over all devices (or its own `devices`), grade `video`, viewers `sessions`". */
export function listPresumptions(incident: ReferenceIncident, gaps: GapRow[]): Presumed[] {
  const asGap = { viewers: "sessions", grade: "video" } as const
  return [
    ...(incident.presumptions ?? []).map((one) => ({ ...one, from: instant(one.from), to: instant(one.to) })),
    ...(incident.gaps ?? []).map((gap) => ({
      ...asGap,
      from: instant(gap.from),
      to: instant(gap.to),
      devices: gap.devices ?? ("all" as const),
    })),
    ...gaps
      .filter((gap) => gap.kind === "confirmed")
      .map((gap) => ({ ...asGap, from: gap.from, to: gap.to, devices: "all" as const })),
  ]
}

/** Two half-open intervals share a moment; an empty one shares none. */
function sharesMoment(span: Span, part: Stretch): boolean {
  const from = later(span.from, part.from)
  const to = span.to === null ? part.to : earlier(span.to, part.to)
  return from < to
}

/** "covers the part of [from, to) inside the window"; a presumption with no such part presumes nothing. */
export function applyPresumption(
  presumed: Presumed,
  window: Stretch,
  tables: ReadTables,
): { owners: string[]; viewers: string[] } {
  const part = {
    from: later(presumed.from, window.from),
    to: earlier(presumed.to, window.to),
  }
  if (part.from >= part.to) return { owners: [], viewers: [] }
  const owners = tables.entitlements.rows
    .filter((row) => row.role === "owner" && sharesMoment(row, part))
    .filter((row) => presumed.devices === "all" || presumed.devices.includes(row.device))
    .map((row) => row.account)
  if (Array.isArray(presumed.viewers)) return { owners, viewers: presumed.viewers }
  const viewers =
    presumed.viewers === "none"
      ? []
      : tables.sessions.rows.filter((row) => sharesMoment(row, part)).map((row) => row.account)
  return { owners, viewers }
}
