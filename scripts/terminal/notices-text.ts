import { figure } from "../../lib/core/figure.ts"
import { printable } from "../../lib/core/printable.ts"
import type { AccountPage, UnreachedRow } from "../../lib/notices/account/account-row.ts"
import type { RunStatus } from "../../lib/notices/account/get-run-status.ts"
import type { NoticeFinding } from "../../lib/notices/audience/ask-to-send.ts"
import type { NoticeRun } from "../../lib/notices/audience/list-planned-runs.ts"
import type { NoticePlan, PlannedPart } from "../../lib/notices/audience/plan-shape.ts"
import { runEstimate } from "../../lib/notices/audience/run-estimate.ts"
import { allSenders } from "../../lib/notices/senders.ts"
import { skips } from "../../lib/notices/settings.ts"
import { isWaiting, itemStates } from "../../lib/runs/rules.ts"
import { counted, joined } from "./paragraphs.ts"
import { shown, textTable } from "./table.ts"

const NAMED_MAX = 50

/** What a plan would do, whom it leaves out, what speaks against it, and what comes next. */
export function planWords(name: string, run: NoticeRun, findings: readonly NoticeFinding[] | null): string {
  const { plan, settings } = run
  if (!plan) return `${name} is being planned\n`
  return joined([
    `${name} is planned over revision ${plan.revision}: ${counted(plan.people, "person", "people")}, ${counted(plan.letters, "letter")}`,
    textTable(plan.parts.map(partRow), ["part", "people", "letters", "skipped", "why"]),
    skippedWords(plan),
    toldWords(plan),
    `From ${allSenders(settings).map(fromWords).join(", ")}. ${runEstimate(plan.letters, settings.pace, new Date(Date.now() + settings.holdS * 1_000)).words}`,
    (findings ?? []).map((one) => `  ${findingLine(one)}`).join("\n"),
    findings === null ? "" : nextWords(name, plan, findings),
  ])
}

function fromWords({ sender, groups }: ReturnType<typeof allSenders>[number]): string {
  const from = `${shown(sender.name)} <${shown(sender.address)}>`
  return groups.length === 0 ? from : `${from} (${groups.join(", ")})`
}

function nextWords(name: string, { letters }: NoticePlan, findings: readonly NoticeFinding[]): string {
  if (letters === 0) return "Nobody gets a letter by this plan"
  const blocking = findings.filter(({ kind, override }) => kind === "block" && !override).length
  return blocking > 0
    ? `${counted(blocking, "finding")} must be mended, or overridden by legal, before it can be approved`
    : `Next: scripts/tocsin notices approve ${name} --as EMAIL`
}

function partRow({ part, people, letters, isTold, why, notToldReason }: PlannedPart): string[] {
  const told = isTold ? why : `not told: ${notToldReason ?? "nobody chose to"}`
  return [part, figure(people), figure(letters), figure(people - letters), told]
}

function skippedWords({ skipped, closed }: NoticePlan): string {
  const named = skips.filter((skip) => skipped[skip] > 0).map((skip) => `${figure(skipped[skip])} ${skip}`)
  const accounts =
    closed.people === 0 ? [] : [`${figure(closed.people)} with a closed account are among them`]
  return [named.length === 0 ? "Nobody is skipped" : `Skipped: ${named.join(", ")}`, ...accounts].join("; ")
}

/** What people were told and where they stand now; nothing where nobody was told anything. */
function toldWords({ matrix, parts }: NoticePlan): string {
  if (matrix.every(({ told }) => told === null)) return ""
  const isTold = new Set(parts.filter((one) => one.isTold).map(({ part }) => part))
  const rows = matrix.map(({ told, now, people, part }) => [
    told ?? "nothing",
    now,
    figure(people),
    part === null ? "–" : isTold.has(part) ? part : "none, by the plan",
  ])
  return textTable(rows, ["told", "now", "people", "letter"])
}

/** One finding in a line: whether it blocks, where, and what it says. */
export function findingLine({ kind, variants, where, text, override }: NoticeFinding): string {
  const [first] = variants
  const more = variants.length > 1 ? ` and ${variants.length - 1} more` : ""
  const place = first === undefined ? "" : `${first}${more}, `
  const passed = override ? ` (overridden: ${override.reason})` : ""
  return printable(`${kind}: ${place}${where}: ${text}${passed}`).replaceAll("\n", " ")
}

/** That it was approved, and by whom it is begun: whoever asked, or Tocsin. */
export function approvedWords(name: string, email: string | null): string {
  return joined([
    `${name} is approved`,
    `Next: scripts/tocsin notices send ${name}${email === null ? "" : ` --as ${shown(email)}`}`,
  ])
}

/** When letters leave, how fast and for how long. */
export function sendingWords(name: string, run: NoticeRun, rate: number | undefined, now: Date): string {
  const begins = run.startsAt ?? now
  const pace = { ...run.settings.pace, ...(rate === undefined ? {} : { perSecond: rate }) }
  if (run.settings.executor === "external")
    return joined([
      `${name} has begun: somebody else's system sends its letters`,
      `Next: scripts/tocsin notices work-list ${name} --out FOLDER`,
    ])
  return joined([
    begins > now
      ? `${name} begins at ${begins.toISOString()}; until then nothing leaves: scripts/tocsin notices stop ${name}`
      : `${name} has begun; to stop it: scripts/tocsin notices stop ${name}`,
    runEstimate(run.plan?.letters ?? 0, pace, begins).words,
    "A worker sends them: npm start has one, scripts/tocsin worker is another",
  ])
}

/** Counts by state and part, the rate, and of whom nobody knows. */
export function statusWords(name: string, run: NoticeRun, status: RunStatus): string {
  const states = itemStates.filter((state) => status.states[state] > 0)
  const row = (part: string, counts: Record<string, number>) => [
    part,
    ...states.map((state) => figure(counts[state] ?? 0)),
  ]
  const paused = run.state === "paused" && run.pauseReason ? `: ${shown(run.pauseReason)}` : ""
  const { estimate, unknown } = status
  return joined([
    `${name} is ${status.state}${paused}`,
    textTable(
      [...Object.entries(status.parts).map(([part, counts]) => row(part, counts)), row("all", status.states)],
      ["part", ...states],
    ),
    `${status.perSecond.toFixed(1)} a second over the last minute${estimate ? `; done in ${figure(Math.ceil(estimate.seconds))} s, at ${estimate.until.toISOString()}` : ""}`,
    unknownWords(
      unknown,
      status.states.unknown ?? 0,
      itemStates.some((state) => isWaiting(state) && status.states[state] > 0),
    ),
  ])
}

/** Of whom nobody knows whether their letter arrived, by name. */
export function unknownWords(pseudonyms: readonly string[], all: number, areSomeWaiting = false): string {
  if (all === 0 && areSomeWaiting) return "No letter is unknown; some still wait"
  if (all === 0) return "Of everybody it is known what became of their letter"
  const named = pseudonyms.slice(0, NAMED_MAX)
  const more = all > named.length ? ` and ${figure(all - named.length)} more (status --json names all)` : ""
  return `Nobody knows of ${counted(all, "letter")}: ${named.map(shown).join(", ")}${more}`
}

/** Who was not reached, why, and what was done next, as a table of the first. */
export function unreachedWords(name: string, { rows, nextAfter }: AccountPage<UnreachedRow>): string {
  if (rows.length === 0) return `${name} has reached everybody on its list so far, or they still wait\n`
  return joined([
    textTable(
      rows.map(({ pseudonym, part, state, reason, next }) => [
        pseudonym,
        part,
        state,
        reason ?? "",
        next ? next.step : "nothing yet",
      ]),
      ["person", "part", "state", "why", "done next"],
    ),
    nextAfter === null ? "" : "There are more: --csv gives all of them",
  ])
}
