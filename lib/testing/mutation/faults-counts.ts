// Exempt from the limit of 250 lines: a table, three lines a fault.
import { type Fault, faultsIn } from "./fault.ts"

const wrongCoverage = faultsIn("lib/evidence/queries/coverage.sql")
const wrongFound = faultsIn("lib/evidence/queries/found-gaps.sql")
const wrongGaps = faultsIn("lib/evidence/coverage.ts")
const wrongQuestion = faultsIn("lib/exposure/questions.ts")
const wrongSummary = faultsIn("lib/exposure/summary.ts")
const wrongCount = faultsIn("lib/exposure/count.ts")
const wrongCounts = faultsIn("lib/exposure/queries/counts.sql")
const wrongTotals = faultsIn("lib/exposure/queries/totals.sql")
const wrongDoubts = faultsIn("lib/exposure/queries/doubts.sql")
const wrongShared = faultsIn("lib/exposure/queries/shared-sessions.sql")
const wrongContext = faultsIn("lib/exposure/queries/context.sql")

const ORDER = "order: malformed before out_of_window before denied before service before unattributed"
const WINDOW = "window: half-open, its begin in and 1 µs before out, its end out and 1 µs before in"
const FIVE_MINUTES =
  "found gap: exactly 5 minutes with exactly 50 expected is suspected, and presumes nothing yet"
const ANY_DISPOSITION = "found gap: malformed rows do not fill it, rows of any disposition do"
const CONFLICTS = "counters: conflicts among rows that reach step 4 and step 6"
const CONTEXT = "context: the hour before and the hour after, half-open, before duplicates are removed"
const EDGE = "edge: only relations in scope, and not the baseline"
const GROUPS = "groups: by the owner grade first, then by having seen, then by the upper grade"
const REPORTS = "reports: distinct reporters, found those with a viewer grade and not only an upper one"

const coverage = [
  wrongCoverage(
    "WHEN NOT in_window THEN 3\n    WHEN outcome = 'denied' THEN 4",
    "WHEN outcome = 'denied' THEN 4\n    WHEN NOT in_window THEN 3",
    "denied comes before out_of_window",
    ORDER,
  ),
  wrongCoverage(
    "WHEN is_unreadable OR",
    "WHEN",
    "only action and outcome make a row malformed",
    "access event: at, action and one of device_id, media_id are required",
  ),
  wrongCoverage(
    `"at" < getvariable('window_to')`,
    `"at" <= getvariable('window_to')`,
    "the end of the window is inside it, for the counts",
    WINDOW,
  ),
  wrongCoverage(
    `"at" >= getvariable('window_from')`,
    `"at" > getvariable('window_from')`,
    "the begin of the window is outside it, for the counts",
    WINDOW,
  ),
  wrongGaps(">> 26", ">> 32", "five minutes of silence lie inside one stretch", FIVE_MINUTES),
  wrongGaps(
    `"(account_id IS NULL AND session_id IS NULL)"`,
    `"account_id IS NULL"`,
    "a row whose session names its viewer is nameless",
    "viewer: the session's account, whatever the session's time, also where the event names none",
  ),
  wrongGaps(
    `source.viewerless === "exposure" ||`,
    "",
    "nameless rows are unattributed in every source",
    "viewerless is each source's own",
  ),
]

const gaps = [
  wrongFound(">= INTERVAL 5 MINUTE", "> INTERVAL 5 MINUTE", "a gap is longer than 5 minutes", FIVE_MINUTES),
  wrongFound(
    ">= INTERVAL 5 MINUTE",
    ">= INTERVAL 4 MINUTE",
    "a gap may be shorter than 5 minutes",
    "found gap: 1 µs less than 5 minutes is none, though more than 50 are expected",
  ),
  wrongFound(">= 50::HUGEINT", "> 50::HUGEINT", "more than 50 must be expected", FIVE_MINUTES),
  wrongFound(
    ">= 50::HUGEINT",
    ">= 49::HUGEINT",
    "fewer than 50 may be expected",
    "found gap: 599 events make less than 50 expected",
  ),
  wrongFound("(1, 4, 5, 6)", "(1, 5, 6)", "denied rows do not fill a gap", ANY_DISPOSITION),
  wrongFound("(1, 4, 5, 6)", "(1, 2, 4, 5, 6)", "malformed rows fill a gap", ANY_DISPOSITION),
  wrongFound(
    "(1, 4, 5, 6)",
    "(1, 4, 6)",
    "rows that name nobody do not fill a gap",
    "found gap: a row that names nobody fills it",
  ),
  wrongFound(
    "(1, 4, 5, 6)",
    "(1, 3, 4, 5, 6)",
    "rows outside the window count towards the rate",
    "found gap: the mean is over the window; events outside it count for nothing",
  ),
  wrongFound(
    "lead(first_at, 1, getvariable('window_to'))",
    "lead(first_at)",
    "silence until the window's end is no gap",
    "found gap: from the window's begin, and to its end",
  ),
  wrongFound(
    "SELECT source, getvariable('window_from'), min(first_at)",
    "SELECT source, min(first_at), min(first_at)",
    "silence from the window's begin is no gap",
    "found gap: from the window's begin, and to its end",
  ),
  wrongFound("PARTITION BY source ", "", "one source's events fill another's gap", ANY_DISPOSITION),
  wrongGaps(
    "a.from < b.to && b.from < a.to",
    "a.from <= b.to && b.from <= a.to",
    "a gap that only touches a known one is known",
    "found gap: one that only touches a dismissed one is suspected",
  ),
  wrongGaps(
    "!known.some((one) => overlaps(one, gap))",
    "!declared.some((one) => overlaps(one, gap))",
    "a found gap that was dismissed is suspected again",
    "found gap: a dismissed one is none, also with --confirm-gaps",
  ),
  wrongGaps(
    "!known.some((one) => overlaps(one, gap))",
    "!dismissed.some((one) => overlaps(one, gap))",
    "a found gap that was declared is suspected again",
    "found gap: a declared one that overlaps by 1 µs makes it known",
  ),
  wrongGaps(
    `confirm ? "confirmed" : "suspected"`,
    `"confirmed"`,
    "found gaps are confirmed without being asked",
    FIVE_MINUTES,
  ),
]

const counters = [
  wrongCounts(
    "count(*) FILTER (disposition IN ('unresolved', 'legitimate', 'misbound') AND device_id <>",
    "count(*) FILTER (device_id <>",
    "mapping conflicts are counted before step 6",
    CONFLICTS,
  ),
  wrongCounts(
    "is_catalogued AND recorded_at IS NULL",
    "recorded_at IS NULL",
    "footage that is not in the catalogue has an unknown time",
    "true device: the catalogue wins; an item not in it leaves the event's own",
  ),
  wrongCounts("WHERE in_window", "WHERE true", "rows outside the window are counted with it", CONTEXT),
  wrongTotals(
    "(owner_grade IS NOT NULL OR viewer_grade IS NOT NULL) AND NOT reachable",
    "NOT reachable",
    "who is only presumed affected is counted as unreachable",
    "presumption: an owner entitlement that shares exactly one moment, and those that only touch",
  ),
  wrongTotals(
    `owner_grade IS NOT NULL OR viewer_grade IS NOT NULL)::DOUBLE AS "either"`,
    `owner_grade IS NOT NULL)::DOUBLE AS "either"`,
    "accounts that only saw are on neither side",
    GROUPS,
  ),
  wrongSummary(
    `const total = of("listed") + of("unlisted")`,
    `const total = of("listed")`,
    "accounts that the accounts table lacks are not counted",
    "people: an account that the accounts table lacks is treated like any other",
  ),
  wrongSummary(
    `unaffected: total - of("eitherUpper"),\n      unreachable`,
    `unaffected: total - of("either"),\n      unreachable`,
    "who is only presumed affected is counted as unaffected",
    GROUPS,
  ),
  wrongQuestion(
    "rows.malformed + malformedInTables,",
    "malformedInTables,",
    "malformed rows of the log are not asked about",
    "bad syntax is malformed, also where the rest is good",
  ),
  wrongSummary(
    "sum + one.malformed",
    "sum",
    "malformed rows of tables are not asked about",
    "entitlement: an end before its begin is malformed",
  ),
  wrongCount(
    "one.nameless +\n        sum(",
    "sum(",
    "rows that name nobody are not asked about",
    "unattributed: more than 1 % is, and rows outside or malformed do not dilute it",
  ),
  wrongCount(
    "one.denied + one.nameless + one.admitted",
    "one.denied + one.nameless + one.admitted + one.outOfWindow",
    "rows outside the window dilute the unattributed ones",
    "unattributed: more than 1 % is, and rows outside or malformed do not dilute it",
  ),
  wrongCount(
    "one.denied + one.nameless + one.admitted",
    "one.denied + one.nameless + one.admitted + one.malformed",
    "malformed rows dilute the unattributed ones",
    "unattributed: more than 1 % is, and rows outside or malformed do not dilute it",
  ),
]

const context = [
  wrongContext(
    `decided."at" < stretch.until`,
    `decided."at" <= stretch.until`,
    "an event at the end of a stretch is in it",
    EDGE,
  ),
  wrongContext(
    `decided."at" >= stretch.since`,
    `decided."at" > stretch.since`,
    "an event at the begin of a stretch is not in it",
    EDGE,
  ),
  wrongContext(
    "decided.disposition = 'misbound'",
    "true",
    "any event of a stretch counts",
    "people: an unresolved event outside the window presumes nothing",
  ),
  wrongContext(
    "count(*)::DOUBLE AS events",
    "count(DISTINCT decided.viewer_id)::DOUBLE AS events",
    "viewers are counted in the stretches, not events",
    CONTEXT,
  ),
  wrongQuestion(`name !== "baseline" && relations`, "relations", "the baseline counts as an edge", EDGE),
  wrongQuestion("&& relations.includes(relation)", "", "what is out of scope counts as an edge", EDGE),
]

const questions = [
  wrongQuestion(
    "one.rows > one.inWindow",
    "one.rows >= one.inWindow",
    "exactly 1 % of unattributed rows is asked about",
    "unattributed: exactly 1 % of a source's rows in the window is not asked about",
  ),
  wrongQuestion(
    `total(nameless, "rows")`,
    `total(counts.unattributed, "rows")`,
    "unattributed rows of all sources are counted",
    "unattributed: by source",
  ),
  wrongQuestion(
    "rows.misbound > (rows",
    "rows.misbound >= (rows",
    "exactly 5 % of misbound rows is asked about",
    "mostly_misbound: exactly 5 % is not, 1 of 19 is",
  ),
  wrongQuestion(
    "(rows.legitimate + rows.misbound)",
    "(rows.legitimate + rows.misbound + rows.duplicate)",
    "duplicates dilute the misbound rows",
    "mostly_misbound: more than 5 % of legitimate and misbound, duplicates aside",
  ),
  wrongQuestion(
    "hasSessions ? 0 : standing.length",
    "hasSessions ? standing.length : 0",
    "a gap is asked about where there are sessions",
    "gap: nobody saw where there is no sessions table, which is asked about; its own devices",
  ),
  wrongQuestion(
    "counts.reporters - counts.reportersFound",
    "counts.reporters",
    "reporters who were found are asked about",
    "scope: staff on request",
  ),
  wrongDoubts(
    "> 1000",
    ">= 1000",
    "1,000 owners make a busy viewer",
    "busy_viewer: 1,000 owners are not more than 1,000",
  ),
  wrongDoubts(
    "count(DISTINCT owner_id) > 1000",
    "count(DISTINCT owner_id) > 1001",
    "1,001 owners make no busy viewer",
    "busy_viewer: 1,001 are",
  ),
  wrongDoubts(
    "WHERE viewer_grade IS NOT NULL",
    "WHERE owner_grade IS NOT NULL",
    "reporters are found by their owner grade",
    "scope: staff on request",
  ),
  wrongDoubts(
    "WHERE viewer_grade IS NOT NULL",
    "WHERE viewer_grade_upper IS NOT NULL",
    "reporters are found by their upper grade",
    REPORTS,
  ),
  wrongDoubts(
    "(SELECT count(DISTINCT account_id) FROM reports)::DOUBLE AS reporters",
    "(SELECT count(*) FROM reports)::DOUBLE AS reporters",
    "who reported twice is two reporters",
    REPORTS,
  ),
  wrongShared(
    "UNION\n",
    "UNION ALL\n",
    "an id that is shared in the log and in the sessions table is two",
    "shared_session: an id shared in the log and in the sessions table is one",
  ),
  wrongShared(
    "SELECT session_id FROM sessions WHERE session_id IS NOT NULL",
    "SELECT session_id FROM sessions WHERE false",
    "ids shared in the sessions table are not asked about",
    "shared_session: in the log, in the sessions table, and not between the two",
  ),
  wrongCount(
    `AND "at" >= getvariable('window_from') AND "at" < getvariable('window_to')`,
    "",
    "ids shared outside the window are asked about",
    "shared_session: in the log, in the sessions table, and not between the two",
  ),
]

/** Of coverage, counters, context and open questions. */
export const countFaults: Fault[] = [...coverage, ...gaps, ...counters, ...context, ...questions]
