import type { AccessEvent } from "./events.ts"
import type { ExposureRow, ResultSummary } from "./result.ts"
import type { ReadTables } from "./tables.ts"

type QuestionInput = {
  summary: Omit<ResultSummary, "questions">
  /** Per source: rows in the window that are neither ignored nor malformed, and those of them unattributed. */
  sources: { inWindow: AccessEvent[]; unattributed: number }[]
  exposures: ExposureRow[]
  tables: ReadTables
  hasSessions: boolean
  relationsInScope: string[]
}

/** "Open questions, each with code, count and a sentence". Only those whose count is positive. */
export function countQuestions(input: QuestionInput): Record<string, number> {
  const { summary, tables } = input
  const { rows } = summary
  const counts: Record<string, number> = {
    malformed:
      rows.malformed + Object.values(summary.tables).reduce((sum, table) => sum + table.malformed, 0),
    unresolved: rows.unresolved,
    // "more than 1 % of a source's rows in the window"
    unattributed: input.sources
      .filter((source) => source.unattributed * 100 > source.inWindow.length)
      .reduce((sum, source) => sum + source.unattributed, 0),
    // "more than 5 % of legitimate + misbound"
    mostly_misbound: rows.misbound * 20 > rows.legitimate + rows.misbound ? rows.misbound : 0,
    busy_viewer: countBusyViewers(input.exposures),
    shared_session: countSharedSessions(
      input.sources.flatMap((source) => source.inWindow),
      tables,
    ),
    viewer_conflicts: summary.viewer_conflicts,
    mapping_conflicts: summary.mapping_conflicts,
    footage_time_unknown: summary.footage_time_unknown,
    suspected_gap: summary.gaps.filter((gap) => gap.kind === "suspected").length,
    gap_without_sessions: input.hasSessions
      ? 0
      : summary.gaps.filter((gap) => gap.kind === "declared" || gap.kind === "confirmed").length,
    edge: countEdge(summary, input.relationsInScope),
    report_not_found: summary.reports.total - summary.reports.found,
    account_cells: tables.accounts.rows.reduce((sum, row) => sum + row.unreadableCells, 0),
  }
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))
}

/** "a viewer with exposures of more than 1,000 owners" */
function countBusyViewers(exposures: ExposureRow[]): number {
  const ownersOf = new Map<string, Set<string>>()
  for (const exposure of exposures) {
    if (!exposure.in_scope || exposure.viewer_id === null) continue
    const owners = ownersOf.get(exposure.viewer_id) ?? new Set()
    ownersOf.set(exposure.viewer_id, owners.add(exposure.owner_id))
  }
  return [...ownersOf.values()].filter((owners) => owners.size > 1_000).length
}

/** "a session id under several accounts, in the log or in the sessions table", each looked at by itself. */
function countSharedSessions(inWindow: AccessEvent[], tables: ReadTables): number {
  const log = inWindow.map((event) => ({ session: event.session, account: event.account }))
  const shared = new Set<string>()
  for (const place of [log, tables.sessions.rows]) {
    const accountsOf = new Map<string, Set<string>>()
    for (const { session, account } of place) {
      if (session === null || account === null) continue
      accountsOf.set(session, (accountsOf.get(session) ?? new Set()).add(account))
    }
    for (const [session, accounts] of accountsOf) if (accounts.size > 1) shared.add(session)
  }
  return shared.size
}

/** "misbound events of relations in scope in the hour before or after" */
function countEdge(summary: Omit<ResultSummary, "questions">, relationsInScope: string[]): number {
  let count = 0
  for (const context of summary.context) {
    if (context.name === "baseline") continue
    for (const [relation, misbound] of Object.entries(context.misbound)) {
      if (relationsInScope.includes(relation)) count += misbound
    }
  }
  return count
}
