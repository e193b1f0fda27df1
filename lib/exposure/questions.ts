import { figure } from "../core/figure.ts"
import type { CoverageGap } from "../evidence/coverage.ts"
import type { Relation } from "../evidence/schemas.ts"
import type { Counts } from "./count.ts"

/** What a person must answer, with a reason, before the product says "unaffected" of anybody. */
export interface Question {
  code: string
  count: number
  text: string
}

export interface QuestionInputs {
  counts: Counts
  /** Malformed rows of the tables beside the log. */
  malformedInTables: number
  unreadableAccountCells: number
  gaps: readonly CoverageGap[]
  hasSessions: boolean
  relations: readonly Relation[]
}

/** A source of which more of the window's rows than this name nobody is an open question. */
const UNATTRIBUTED_SHARE_MAX = 0.01
/** More misbound rows than this, of those that are legitimate or misbound, and the evidence is suspect. */
const MISBOUND_SHARE_MAX = 0.05

/** A question as it may be asked: its text is made of its count, written with thousands parted. */
type Candidate = [code: string, count: number, text: (n: string) => string]

/** The open questions of a result: those whose count is not zero, in the contract's order. */
export function openQuestions(inputs: QuestionInputs): Question[] {
  return [
    ...aboutRows(inputs),
    ...aboutViewers(inputs),
    ...aboutCatalogue(inputs),
    ...aboutCoverage(inputs),
    ...aboutTables(inputs),
  ]
    .filter(([, count]) => count > 0)
    .map(([code, count, text]) => ({ code, count, text: text(figure(count)) }))
}

function aboutRows({ counts, malformedInTables }: QuestionInputs): Candidate[] {
  const { rows } = counts
  const nameless = counts.unattributed.filter((one) => one.rows > one.inWindow * UNATTRIBUTED_SHARE_MAX)
  const sources = list(nameless.map(({ source }) => source))
  const isMostlyMisbound = rows.misbound > (rows.legitimate + rows.misbound) * MISBOUND_SHARE_MAX
  return [
    [
      "malformed",
      rows.malformed + malformedInTables,
      (n) =>
        `${n} rows could not be read, ${figure(rows.malformed)} of the log and ${figure(malformedInTables)} of other tables; see rejects.ndjson. Do they hide accesses?`,
    ],
    [
      "unresolved",
      rows.unresolved,
      (n) => `${n} events show footage whose owner nobody knows. Whose was it?`,
    ],
    [
      "unattributed",
      total(nameless, "rows"),
      (n) =>
        `${n} events name no viewer, more than 1 % of what ${sources} wrote in the window. Who were they?`,
    ],
    [
      "mostly_misbound",
      isMostlyMisbound ? rows.misbound : 0,
      (n) =>
        `${n} events are misbound, more than 5 % of those with a known owner. Is the evidence wrong, rather than the world?`,
    ],
  ]
}

function aboutViewers({ counts }: QuestionInputs): Candidate[] {
  return [
    [
      "busy_viewer",
      counts.busyViewers,
      (n) => `${n} viewers saw footage of more than 1,000 owners each. Are they services?`,
    ],
    [
      "shared_session",
      counts.sharedSessions,
      (n) => `${n} session ids stand under several accounts. Whose sessions were they?`,
    ],
    [
      "viewer_conflicts",
      counts.viewerConflicts,
      (n) =>
        `In ${n} events the session belongs to another account than the one in the log; the session was believed. Is it right?`,
    ],
  ]
}

function aboutCatalogue({ counts }: QuestionInputs): Candidate[] {
  return [
    [
      "mapping_conflicts",
      counts.mappingConflicts,
      (n) =>
        `In ${n} events the log names another device than the media catalogue; the catalogue was believed. Is it right?`,
    ],
    [
      "footage_time_unknown",
      counts.footageTimeUnknown,
      (n) =>
        `In ${n} events it is not known when the footage was recorded; the time of the access was taken. Had the device changed hands?`,
    ],
  ]
}

function aboutCoverage({ counts, gaps, hasSessions, relations }: QuestionInputs): Candidate[] {
  const standing = gaps.filter(({ kind }) => kind === "declared" || kind === "confirmed")
  const suspected = gaps.filter(({ kind }) => kind === "suspected")
  const edge = counts.context.filter(
    ({ name, relation }) => name !== "baseline" && relations.includes(relation),
  )
  return [
    [
      "suspected_gap",
      suspected.length,
      (n) =>
        `${n} stretches of the log are silent where events were to be expected (${list(suspected.map(described))}). Is something missing?`,
    ],
    [
      "gap_without_sessions",
      hasSessions ? 0 : standing.length,
      (n) =>
        `For ${n} gaps there is no sessions table, so nobody is presumed to have seen anything. Who used the app then?`,
    ],
    [
      "edge",
      total(edge, "events"),
      (n) =>
        `${n} events in the hour before or after the window would be misbound too. Is the window too short?`,
    ],
  ]
}

function aboutTables({ counts, unreadableAccountCells }: QuestionInputs): Candidate[] {
  return [
    [
      "report_not_found",
      counts.reporters - counts.reportersFound,
      (n) =>
        `${n} people reported strangers' footage and are not among the viewers found. What did they see?`,
    ],
    [
      "account_cells",
      unreadableAccountCells,
      (n) => `${n} cells of the accounts table could not be read and were left out. Do they matter?`,
    ],
  ]
}

function total<T>(rows: readonly T[], key: keyof T): number {
  return rows.reduce((sum, row) => sum + Number(row[key]), 0)
}

function list(words: readonly string[]): string {
  return words.length <= 3 ? words.join(", ") : `${words.slice(0, 3).join(", ")} and ${words.length - 3} more`
}

function described({ source, from, to }: CoverageGap): string {
  const minutes = Number((to - from) / 60_000_000n)
  return `${source ?? "all sources"} from ${new Date(Number(from / 1000n)).toISOString().slice(0, 16)}Z for ${minutes} minutes`
}
