import { figure } from "../../core/figure.ts"
import type { Input } from "../../evidence/reading/part.ts"
import type { IncidentFile } from "../../evidence/schemas.ts"
import { instantText } from "../summary.ts"
import { type Presumed, presumedIn, presumedWords } from "./presumed.ts"
import type { Result } from "./result.ts"
import type { Cause } from "./schemas.ts"
import { usedIncident } from "./used-incident.ts"

/** One thing in which the inputs of two results differ. */
export interface InputDifference {
  cause: Cause
  text: string
}

/** How a source of the log was read, as sources.parquet has it. */
export interface SourceReading {
  source: string
  mapping: string
  mapping_sha256: string
  viewerless: string
}

type Made = Pick<Result, "summary" | "incidentFile">

/** All in which the inputs of two results differ: files by their content, and what the incident files say. */
export function inputDifferences(
  before: Made & { readings: readonly SourceReading[] },
  after: Made & { readings: readonly SourceReading[] },
): InputDifference[] {
  return [
    ...fileDifferences(before.summary.inputs, after.summary.inputs),
    ...ruleDifferences(usedIncident(before), usedIncident(after)),
    ...readingDifferences(before.readings, after.readings),
    ...presumedDifferences(before, after),
    ...productDifference(before, after),
  ]
}

function fileDifferences(before: readonly Input[], after: readonly Input[]): InputDifference[] {
  const key = ({ table, source, sha256 }: Input) => `${table}\n${source}\n${sha256}`
  const place = ({ table, source, path }: Input) => `${table}\n${source}\n${path}`
  const lacking = (all: readonly Input[], others: readonly Input[]) => {
    const known = new Set(others.map(key))
    return all.filter((one) => !known.has(key(one)))
  }
  const removed = lacking(before, after)
  const added = lacking(after, before)
  const placesBefore = new Set(removed.map(place))
  const placesAfter = new Set(added.map(place))
  const words = ({ table, source, path, rows, sha256 }: Input) =>
    `${path} (${table}${source === null ? "" : ` of ${source}`}, ${figure(rows)} ${rows === 1 ? "row" : "rows"}, SHA-256 ${sha256.slice(0, 12)}…)`
  return [
    ...added
      .filter((one) => !placesBefore.has(place(one)))
      .map((one) => difference("file_added", `Added: ${words(one)}`)),
    ...removed
      .filter((one) => !placesAfter.has(place(one)))
      .map((one) => difference("file_removed", `Removed: ${words(one)}`)),
    ...added
      .filter((one) => placesBefore.has(place(one)))
      .map((one) => difference("file_changed", `Another content: ${words(one)}`)),
  ]
}

function ruleDifferences(before: IncidentFile, after: IncidentFile): InputDifference[] {
  const found: InputDifference[] = []
  const changed = (cause: Cause, what: string, from: string, to: string) => {
    if (from !== to) found.push(difference(cause, `${what}: ${from} before, ${to} now`))
  }
  changed("window", "Window", spanText(before.window), spanText(after.window))
  changed(
    "relation",
    "Relations in scope",
    before.relations.toSorted().join(", "),
    after.relations.toSorted().join(", "),
  )
  changed(
    "tolerance",
    "Clock tolerance",
    durationText(before.clock_tolerance),
    durationText(after.clock_tolerance),
  )
  return found
}

function readingDifferences(
  before: readonly SourceReading[],
  after: readonly SourceReading[],
): InputDifference[] {
  return after.flatMap((one) => {
    const other = before.find(({ source }) => source === one.source)
    if (!other) return []
    const found: InputDifference[] = []
    if (other.mapping_sha256 !== one.mapping_sha256)
      found.push(
        difference(
          "mapping",
          other.mapping === one.mapping
            ? `Mapping of ${one.source}: ${one.mapping} has another text`
            : `Mapping of ${one.source}: ${other.mapping} before, ${one.mapping} now`,
        ),
      )
    if (other.viewerless !== one.viewerless)
      found.push(
        difference(
          "mapping",
          `Rows of ${one.source} without a viewer: ${other.viewerless} before, ${one.viewerless} now`,
        ),
      )
    return found
  })
}

function presumedDifferences(before: Made, after: Made): InputDifference[] {
  const lacking = (all: Presumed[], others: Presumed[]) => {
    const known = new Set(others.map(presumedKey))
    return all.filter((one) => !known.has(presumedKey(one)))
  }
  const was = presumedIn(before)
  const is = presumedIn(after)
  return [
    ...lacking(is, was).map((one) => difference("presumption", `Added: ${presumedWords(one)}`)),
    ...lacking(was, is).map((one) => difference("presumption", `Dropped: ${presumedWords(one)}`)),
  ]
}

/** What a presumption does; why it was made changes nothing. */
function presumedKey({ from, to, devices, viewers, grade }: Presumed): string {
  const list = (words: readonly string[] | string) => (typeof words === "string" ? words : words.toSorted())
  return JSON.stringify([String(from), String(to), list(devices), list(viewers), grade])
}

function productDifference(
  before: Made & { readings: readonly SourceReading[] },
  after: Made & { readings: readonly SourceReading[] },
): InputDifference[] {
  const mappings = ({ readings }: typeof before) =>
    [...new Set(readings.map(({ mapping_sha256 }) => mapping_sha256))].sort().join()
  if (before.summary.rules === after.summary.rules || mappings(before) !== mappings(after)) return []
  const versions = [before, after].map(({ summary }) => summary.product.version)
  return [difference("other", `The rules of the product changed (version ${versions.join(" before, ")} now)`)]
}

function difference(cause: Cause, text: string): InputDifference {
  return { cause, text }
}

function spanText({ from, to }: { from: bigint; to: bigint }): string {
  return `${instantText(from)} to ${instantText(to)}`
}

function durationText(us: bigint): string {
  return us % 1_000_000n === 0n ? `${us / 1_000_000n} s` : `${us / 1_000n} ms`
}
