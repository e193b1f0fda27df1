import type { KindProof, Seen } from "../../lib/containment/logout/kind-proofs.ts"
import type { listUnproved, Unproved } from "../../lib/containment/logout/list-unproved.ts"
import type { LogoutProgress } from "../../lib/containment/logout/logout-progress.ts"
import type { Logout } from "../../lib/containment/logout/logout-run.ts"
import { durationOf } from "../../lib/containment/logout/plan-words.ts"
import type { LogoutReport } from "../../lib/containment/logout/report-shape.ts"
import type { Standing } from "../../lib/containment/logout/rules.ts"
import { figure } from "../../lib/core/figure.ts"
import { printable } from "../../lib/core/printable.ts"
import { noCounts, type StateCounts } from "../../lib/runs/rules.ts"
import { counted, indented, joined } from "./paragraphs.ts"
import { shown, textTable } from "./table.ts"

/** How a logout stands, as a sentence goes on. */
const standings: Record<Standing, string> = {
  planning: "is being planned",
  failed: "could not be planned",
  dry_run: "is planned, and nobody was asked to approve it",
  awaiting_approval: "waits for its approval",
  armed: "is approved and not begun",
  expired: "was not begun within the time of its approval",
  paused: "is paused",
  containing: "makes sure of switches, canaries and cut-off; nobody is logged out yet",
  canary_wave: "logs out the first few",
  wave: "logs out a wave",
  gate: "looks how it went before it goes on",
  verifying: "inspects what is left",
  settling: "waits until what only expires has expired",
  closed: "is closed: what it claims was proved",
  closed_with_gaps: "is closed with gaps",
  aborted: "is aborted",
}

/** What a dry run found, in sentences, and what comes next. */
export function plannedWords(name: string, { plan }: Logout, sentences: readonly string[]): string {
  if (plan === null) return `${name} is being planned\n`
  const rows = plan.waves.map(({ part, subjects, sessions, seconds }) => [
    part,
    figure(subjects),
    sessions === null ? "not known" : figure(sessions),
    durationOf(seconds),
  ])
  return joined([
    `${name} is planned; nobody was touched:`,
    indented(sentences),
    textTable(rows, ["wave", "subjects", "sessions", "takes"]),
    plan.affected === 0
      ? "Nobody would be logged out by this plan"
      : `Next: scripts/tocsin logout approve ${name} --as EMAIL`,
  ])
}

/** That it was approved, until when, and by whom it is begun: whoever asked, or Tocsin. */
export function approvedWords(name: string, email: string | null, expiresAt: Date): string {
  return joined([
    `${name} is approved until ${expiresAt.toISOString()}`,
    `Next: scripts/tocsin logout run ${name}${email === null ? "" : ` --as ${shown(email)}`}`,
  ])
}

export function begunWords(name: string, { plan, pace }: Logout): string {
  const { affected = 0, seconds = 0 } = plan ?? {}
  return joined([
    `${name} has begun: ${counted(affected, "subject")} at ${figure(pace.perSecond)} a second, in ${durationOf(seconds)} and what its gates take`,
    `Follow it: scripts/tocsin logout status ${name} --watch; to pause it: scripts/tocsin logout pause ${name}`,
    "A worker carries it out: npm start has one, scripts/tocsin worker is another",
  ])
}

/** Items by the words that people use of them. */
const countOf = {
  pending: ({ queued }) => queued,
  /** Pushed back for now: tried again later. */
  putOff: ({ deferred }) => deferred,
  sent: ({ sending }) => sending,
  accepted: ({ accepted }) => accepted,
  verified: ({ verified }) => verified,
  failed: ({ rejected }) => rejected,
  unknown: ({ unknown }) => unknown,
  /** Exempt, services and test accounts. */
  leftOut: ({ suppressed }) => suppressed,
  keptBack: ({ held }) => held,
  cancelled: ({ cancelled }) => cancelled,
} as const satisfies Record<string, (counts: StateCounts) => number>

type Word = keyof typeof countOf
type Counts = Record<Word, number>

const words = Object.keys(countOf) as Word[]
const headings: Partial<Record<Word, string>> = {
  putOff: "put off",
  leftOut: "left out",
  keptBack: "kept back",
}

function countsOf(states: StateCounts): Counts {
  return Object.fromEntries(words.map((word) => [word, countOf[word](states)])) as Counts
}

/** All that `status --json` says; documented in its help (status-help.ts), and stable. */
export function statusJson(name: string, progress: LogoutProgress) {
  const { logout, counts, events, canaries, sample, report } = progress
  const { id, standing, phase, wave, plan, cutoff, pace, startedAt, phaseAt, settlesAt, endedAt } = logout
  const { pausedAt, pausedBy, pauseReason } = logout
  return {
    ...{ run: name, id, standing, phase, wave, waves: plan?.waves.length ?? null },
    ...{ cutoff, perSecond: pace.perSecond, affected: plan?.affected ?? null },
    paused: pausedAt && { at: pausedAt, by: pausedBy, reason: pauseReason },
    ...{ startedAt, phaseAt, settlesAt, endedAt },
    counts: countsOf(counts.states),
    parts: Object.fromEntries(Object.entries(counts.parts).map(([part, states]) => [part, countsOf(states)])),
    steps: events.toReversed().map(({ id: _, ...event }) => event),
    canaries: canaries.map(({ id: _, ...canary }) => canary),
    sample,
    report: report && { ...report, counts: countsOf({ ...noCounts(), ...report.counts }) },
  }
}

/** How a logout stands: the counts by part, the canaries, and what was proved of each kind of token. */
export function statusWords(name: string, progress: LogoutProgress): string {
  const { logout, counts, sample, report } = progress
  const { standing, pauseReason, trouble, plan, wave, settlesAt, cutoff } = logout
  const why = standing === "paused" ? pauseReason : standing === "failed" ? trouble : null
  const all = countsOf(counts.states)
  const told = words.filter((word) => all[word] > 0)
  const row = (part: string, states: StateCounts) => [
    part,
    ...told.map((word) => figure(countsOf(states)[word])),
  ]
  const waves = plan === null || standing !== "wave" ? "" : ` (${wave} of ${plan.waves.length - 1})`
  return joined([
    `${name} ${standings[standing]}${waves}${why ? `: ${printable(why)}` : ""}`,
    cutoff === null ? "" : `The cut-off is ${utc(cutoff)}: it is about what was begun before`,
    told.length === 0
      ? ""
      : textTable(
          [
            ...Object.entries(counts.parts).map(([part, states]) => row(part, states)),
            row("all", counts.states),
          ],
          ["part", ...told.map((word) => headings[word] ?? word)],
        ),
    standing === "settling" && settlesAt ? `The longest window is over at ${utc(settlesAt)}` : "",
    sample.inspected > 0
      ? `${counted(sample.inspected, "subject")} inspected: ${figure(sample.survivors)} with something left that should be dead`
      : "",
    report === null ? "" : reportWords(report),
  ])
}

const whys: Record<Unproved["why"], string> = {
  unknown: "nobody knows",
  failed: "failed",
  put_off: "put off",
  survived: "not ended",
}

/** Who may still be signed in, a line each; nothing where there is nobody. */
export function unprovedWords({ count, subjects }: Awaited<ReturnType<typeof listUnproved>>): string {
  if (count === 0) return ""
  const rows = subjects.map(({ pseudonym, part, why, reason }) => [
    pseudonym,
    part,
    whys[why],
    printable(reason),
  ])
  const more = count > subjects.length ? `and ${figure(count - subjects.length)} more\n` : ""
  const header = ["subject", "part", "", "why"]
  return `Of these nobody may say that they were logged out (${figure(count)}):\n${textTable(rows, header)}\n${more}`
}

function reportWords({ kinds, gaps }: LogoutReport): string {
  const rows = kinds.map((kind) => [
    kind.kind,
    kind.relyingParty ?? "nobody was asked",
    said(kind.before),
    said(kind.dead),
    said(kind.fresh),
    measured(kind),
  ])
  const header = ["kind", "at", "alive before", "dead now", "fresh one taken", "dead after"]
  const left = gaps.length === 0 ? "" : ["Not proved, or not so:", indented(gaps)].join("\n")
  return [textTable(rows, header), left].filter((text) => text !== "").join("\n")
}

function said(seen: Seen): string {
  return seen === "yes" || seen === "no" ? seen : "not known"
}

function measured({ dead, measuredS, promisedS }: KindProof): string {
  if (dead !== "yes" || measuredS === null) return "not measured"
  const promised = promisedS ? ` (${durationOf(promisedS)} promised)` : ""
  return `${measuredS < 10 ? measuredS.toFixed(1) : Math.round(measuredS)} s${promised}`
}

/** One step of a logout in a line. */
export function stepLine({ at, phase, isGood, found }: LogoutProgress["events"][number]): string {
  return `${at.toISOString().slice(11, 19)}  ${phase.padEnd(12)} ${isGood ? " " : "!"} ${printable(found).replaceAll("\n", " ")}`
}

/** How many are in which state, in a line. */
export function progressLine(name: string, { logout, counts }: LogoutProgress): string {
  const all = countsOf(counts.states)
  const told = words
    .filter((word) => all[word] > 0)
    .map((word) => `${figure(all[word])} ${headings[word] ?? word}`)
  return `${name} ${standings[logout.standing]}${told.length === 0 ? "" : `: ${told.join(", ")}`}`
}

function utc(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace("T", " ")} UTC`
}
