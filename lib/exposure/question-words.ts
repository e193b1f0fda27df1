/** How pages call an open question, and what its count counts; the question itself is a sentence of the result. */
const words: Record<string, { title: string; one: string; many: string }> = {
  malformed: { title: "Rows that could not be read", one: "row", many: "rows" },
  unresolved: { title: "Footage without a known owner", one: "event", many: "events" },
  unattributed: { title: "A log that names nobody", one: "event", many: "events" },
  mostly_misbound: { title: "Suspiciously much is misbound", one: "event", many: "events" },
  busy_viewer: { title: "Viewers who look like services", one: "viewer", many: "viewers" },
  shared_session: { title: "Sessions under several accounts", one: "session id", many: "session ids" },
  viewer_conflicts: { title: "Session and log name different viewers", one: "event", many: "events" },
  mapping_conflicts: { title: "Catalogue and log name different devices", one: "event", many: "events" },
  footage_time_unknown: { title: "Footage of unknown time", one: "event", many: "events" },
  suspected_gap: { title: "Stretches in which the log is silent", one: "stretch", many: "stretches" },
  gap_without_sessions: { title: "Gaps without a sessions table", one: "gap", many: "gaps" },
  edge: { title: "Misbound events outside the window", one: "event", many: "events" },
  report_not_found: { title: "People who reported it and are not found", one: "reporter", many: "reporters" },
  account_cells: { title: "Account details that could not be read", one: "cell", many: "cells" },
}

export function questionTitle(code: string): string {
  return words[code]?.title ?? code
}

/** The unit of a question's count. */
export function unitOf(code: string, count: number): string {
  const unit = words[code]
  return (count === 1 ? unit?.one : unit?.many) ?? "cases"
}
