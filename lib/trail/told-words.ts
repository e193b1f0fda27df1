import { figure } from "../core/figure.ts"

/** One thing that an entry tells: what it is, and what it says. */
export interface Told {
  label: string
  value: string
}

/** Names that stand in code for what people call otherwise; all others are parted into words. */
const labels: Readonly<Record<string, string>> = {
  awareAt: "aware at",
  confirmGaps: "gaps confirmed",
  heads: "chains",
  evidenceSetId: "evidence set",
  isActive: "active",
  sha256: "SHA-256",
  upTo: "up to entry",
}

const LISTED_MAX = 8
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/

/** What an entry tells, a line each; `names` says who is meant by an id. */
export function toldInWords(text: string, names: ReadonlyMap<string, string>): Told[] {
  return linesOf("", parsed(text), names)
}

/** What was altered behind our back may be no JSON any more: it is shown as it is. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Every text in what an entry tells that may be the id of a member or a key. */
export function idsIn(text: string): string[] {
  return texts(parsed(text)).filter((one) => /^(key:)?[A-Za-z0-9_-]{8,64}$/.test(one))
}

function texts(value: unknown): string[] {
  if (typeof value === "string") return [value]
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(texts) : []
}

function linesOf(label: string, value: unknown, names: ReadonlyMap<string, string>): Told[] {
  if (isRecord(value)) {
    if (isChange(value)) return changedLines(value, names)
    if (isRange(value)) return [{ label: "entries", value: `${figure(value.from)} to ${figure(value.to)}` }]
    return Object.entries(value).flatMap(([name, one]) =>
      linesOf([label, labels[name] ?? inWords(name)].filter(Boolean).join(", "), one, names),
    )
  }
  return [{ label: label || "told", value: shownValue(value, names) }]
}

function shownValue(value: unknown, names: ReadonlyMap<string, string>): string {
  if (value === null) return "none"
  if (typeof value === "boolean") return value ? "yes" : "no"
  if (typeof value === "number") return Number.isSafeInteger(value) ? figure(value) : String(value)
  if (typeof value === "string") return names.get(value) ?? (INSTANT.test(value) ? instant(value) : value)
  if (Array.isArray(value)) return listed(value, names)
  return "something that this version has no words for"
}

function listed(values: readonly unknown[], names: ReadonlyMap<string, string>): string {
  if (values.length === 0) return "none"
  if (values.some((one) => typeof one === "object")) return figure(values.length)
  const shown = values.slice(0, LISTED_MAX).map((one) => shownValue(one, names))
  const more = values.length - shown.length
  return more === 0 ? shown.join(", ") : `${shown.join(", ")} and ${figure(more)} more`
}

function instant(text: string): string {
  return `${text.slice(0, 10)} ${text.slice(11, 19)} UTC`
}

/** `incidentFile` and `incident_file` as "incident file". */
function inWords(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase()
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

/** What an entry says was one thing and is another now. */
interface Change {
  was: Record<string, unknown>
  now: Record<string, unknown>
}

function isChange(value: Record<string, unknown>): value is Record<string, unknown> & Change {
  return isRecord(value.was) && isRecord(value.now)
}

/** What stayed as it was is left out. */
function changedLines({ was, now, ...rest }: Change, names: ReadonlyMap<string, string>): Told[] {
  const changed = Object.entries(now).flatMap(([name, one]): Told[] => {
    const [before, after] = [shownValue(was[name] ?? null, names), shownValue(one, names)]
    return before === after
      ? []
      : [{ label: labels[name] ?? inWords(name), value: `${after} (was ${before})` }]
  })
  return [...changed, ...linesOf("", rest, names)]
}

function isRange(value: Record<string, unknown>): value is { from: number; to: number } {
  return Object.keys(value).length === 2 && typeof value.from === "number" && typeof value.to === "number"
}
