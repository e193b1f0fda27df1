import { figure } from "../../core/figure.ts"
import { type Presumed, presumedInWindow, presumedWords } from "./presumed.ts"
import type { Result } from "./result.ts"
import type { PersonRow } from "./rows.ts"
import type { Grade, Side } from "./schemas.ts"

/** Why an account has an upper grade above what the log shows of it. */
export interface UpperWhy {
  side: Side
  grade: Grade
  /** What may be the reason; each alone would give this grade. */
  reasons: { text: string; isCertain: boolean }[]
}

/** How the reasons are told. */
interface Told {
  /** The pseudonym of an account that a presumption lists. */
  pseudonymOf(accountId: string): string
  /** Whether devices are named: those of a presumption are also other people's. */
  namesDevices: boolean
}

/** What the log shows of an account needs no other reason: told for the sides on which more must be presumed. */
export function explainUpper(
  result: Pick<Result, "incidentFile" | "summary">,
  person: PersonRow,
  told: Told,
): UpperWhy[] {
  const explained: UpperWhy[] = []
  const presumed = presumedInWindow(result)
  for (const side of ["owner", "viewer"] as const) {
    const grade = side === "owner" ? person.ownerGradeUpper : person.viewerGradeUpper
    const shown = side === "owner" ? person.ownerGrade : person.viewerGrade
    if (grade === null || grade === shown) continue
    const reasons = presumed
      .filter((one) => one.grade === grade && isOn(side, one, person.pseudonym, told))
      .map((one) => reasonOf(side, one, told))
    if (side === "viewer" && result.summary.rows.unresolved > 0) reasons.push(unresolvedReason(result))
    const only = reasons.length === 1 ? reasons.map(({ text }) => ({ text, isCertain: true })) : reasons
    explained.push({ side, grade, reasons: only })
  }
  return explained
}

function isOn(side: Side, { viewers, devices }: Presumed, pseudonym: string, told: Told): boolean {
  if (side === "owner") return devices === "all" || devices.length > 0
  return (
    viewers === "sessions" ||
    (viewers !== "none" && viewers.some((one) => told.pseudonymOf(one) === pseudonym))
  )
}

function reasonOf(side: Side, one: Presumed, { namesDevices }: Told): UpperWhy["reasons"][number] {
  const what = capital(presumedWords(one))
  if (side === "owner") {
    const devices =
      one.devices === "all"
        ? "a device"
        : `a device that it names${namesDevices ? ` (${listed(one.devices)})` : ""}`
    return { text: `${what}: the account owned ${devices} in that time.`, isCertain: false }
  }
  if (one.viewers === "sessions")
    return { text: `${what}: the account had a session in that time.`, isCertain: false }
  return { text: `${what} names the account among its viewers.`, isCertain: true }
}

function unresolvedReason({ summary }: Pick<Result, "summary">): UpperWhy["reasons"][number] {
  const { unresolved } = summary.rows
  const events = unresolved === 1 ? "the only unresolved event" : `of ${figure(unresolved)} unresolved events`
  const text = `The account received footage whose owner nobody knows (${events}).`
  return { text, isCertain: false }
}

function listed(words: readonly string[]): string {
  return words.length <= 3 ? words.join(", ") : `${words.slice(0, 3).join(", ")} and ${words.length - 3} more`
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}
