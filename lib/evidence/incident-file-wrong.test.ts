import { describe, expect, test } from "vitest"
import { AppError } from "../core/errors.ts"
import {
  folder,
  lastWritten,
  presumption,
  readWritten,
  reversed,
  right,
  source,
  span,
} from "../testing/incident-files.ts"
import { readIncidentFile } from "./incident-file.ts"

/** The message without the file's name, which must stand at its beginning. */
function refusal(content: object | string, extension?: string): string {
  try {
    readWritten(content, extension)
  } catch (error) {
    expect(error).toBeInstanceOf(AppError)
    const { code, message } = error as AppError
    const place = `${lastWritten(extension ?? "yaml")}: `
    expect([code, message.slice(0, place.length)]).toEqual(["invalid", place])
    expect(message).not.toContain("\n")
    return message.slice(place.length)
  }
  return "taken"
}

const wrong: [string, object | string, string][] = [
  ["empty", "", "must be keys with values"],
  ["a list", "- title", "must be keys with values"],
  ["a word", "title", "must be keys with values"],
  ["no YAML", "title: [", "is not YAML: "],
  ["a key twice", "title: a\ntitle: b\n", "is not YAML: Map keys must be unique"],
  ["two documents", "title: a\n---\ntitle: b\n", "is not YAML: "],
  ["no title", { ...right, title: undefined }, "title: is missing"],
  ["a title of null", { ...right, title: null }, "title: is missing"],
  ["an empty title", { ...right, title: "" }, "title: must not be empty"],
  ["a title that is a list", { ...right, title: ["T"] }, "title: must be text"],
  ["no window", { ...right, window: undefined }, "window: is missing"],
  ["a window that is text", { ...right, window: "today" }, "window: expected object, received string"],
  ["a window without from", { ...right, window: { to: span.to } }, "window.from: is missing"],
  ["a window without to", { ...right, window: { from: span.from } }, "window.to: is missing"],
  ["a window with more", { ...right, window: { ...span, zone: "UTC" } }, "window.zone: is not a known key"],
  [
    "a window that ends before it begins",
    { ...right, window: reversed },
    "window.to: does not begin before it ends",
  ],
  [
    "a window of no length",
    { ...right, window: { from: span.from, to: span.from } },
    "window.to: does not begin before it ends",
  ],
  [
    "a date",
    { ...right, window: { ...span, from: "2024-02-16" } },
    'window.from: "2024-02-16" is not a timestamp',
  ],
  [
    "no such day",
    { ...right, window: { ...span, from: "2024-02-30T13:00:00Z" } },
    'window.from: "2024-02-30T13:00:00Z" is not a timestamp',
  ],
  [
    "hour 24",
    { ...right, window: { ...span, to: "2024-02-16T24:00:00Z" } },
    'window.to: "2024-02-16T24:00:00Z" is not a timestamp',
  ],
  [
    "a bare T",
    { ...right, window: { ...span, to: "2024-02-16T20:00:00" } },
    'window.to: "2024-02-16T20:00:00" is not a timestamp',
  ],
  [
    "a number for a timestamp",
    { ...right, window: { ...span, to: 1708092000 } },
    "window.to: must be a timestamp",
  ],
  ["no entitlements", { ...right, entitlements: undefined }, "entitlements: is missing"],
  ["no accounts", { ...right, accounts: null }, "accounts: is missing"],
  [
    "no access log and no presumptions",
    { ...right, access_log: undefined },
    "access_log: is required unless there are presumptions",
  ],
  [
    "an empty list of presumptions for a log",
    { ...right, access_log: null, presumptions: [] },
    "access_log: is required unless there are presumptions",
  ],
  ["an unknown key", { ...right, windows: 1 }, "windows: is not a known key"],
  ["an access log of no source", { ...right, access_log: [] }, "access_log: names no source"],
  ["an access log that is text", { ...right, access_log: "access/1.ndjson" }, "access_log: "],
  ["a source without files", { ...right, access_log: { mapping: "ocsf" } }, "access_log.files: is missing"],
  [
    "a source with an unknown key",
    { ...right, access_log: { files: ["a"], format: "csv" } },
    "access_log.format: is not a known key",
  ],
  [
    "a listed source with an unknown key",
    { ...right, access_log: [source("a"), source("b", { zone: 1 })] },
    "access_log[1].zone: is not a known key",
  ],
  [
    "files that are text",
    { ...right, accounts: { files: "a.csv" } },
    "accounts.files: must be a list of files",
  ],
  ["files of no name", { ...right, accounts: { files: [] } }, "accounts.files: names no file"],
  [
    "a number among files",
    { ...right, accounts: { files: ["a.csv", 1] } },
    "accounts.files[1]: must be text",
  ],
  ["a table that is a list", { ...right, media: ["a.csv"] }, "media: expected object, received array"],
  [
    "a table with a mapping",
    { ...right, media: { files: ["a.csv"], mapping: "x" } },
    "media.mapping: is not a known key",
  ],
  ["a missing file", { ...right, sessions: { files: ["s.csv"] } }, "sessions.files: there is no file s.csv"],
  [
    "a glob that matches nothing",
    { ...right, reports: { files: ["r*.csv"] } },
    "reports.files: no file matches r*.csv",
  ],
  [
    "one glob of two that matches nothing",
    { ...right, access_log: { files: ["access/*", "nothing/*"] } },
    "access_log.files: no file matches nothing/*",
  ],
  ["a folder", { ...right, access_log: { files: ["access"] } }, "access_log.files: access is not a file"],
  [
    "a missing file of a listed source",
    { ...right, access_log: [source("a"), { name: "b", files: ["b.csv"] }] },
    "access_log[1].files: there is no file b.csv",
  ],
  [
    "an unknown mapping",
    { ...right, access_log: source("a", { mapping: "ocfs" }) },
    'access_log.mapping: "ocfs" is neither a built-in mapping (canonical, cloudtrail, ocsf) nor a path',
  ],
  [
    "a mapping that is a number",
    { ...right, access_log: source("a", { mapping: 1 }) },
    "access_log.mapping: must be text",
  ],
  [
    "viewerless of no kind",
    { ...right, access_log: source("a", { viewerless: "yes" }) },
    'access_log.viewerless: expected one of "unattributed"|"exposure"',
  ],
  [
    "a source's name twice",
    { ...right, access_log: [source("a"), source("a")] },
    'access_log[1].name: "a" is taken',
  ],
  [
    "a nameless source among several",
    { ...right, access_log: [source("a"), source(undefined)] },
    "access_log[1].name: is missing",
  ],
  ["an empty source name", { ...right, access_log: [source("")] }, "access_log[0].name: must not be empty"],
  [
    "a tolerance without unit",
    { ...right, clock_tolerance: "5" },
    'clock_tolerance: "5" is not digits and ms, s, m or h',
  ],
  ["a tolerance in days", { ...right, clock_tolerance: "1d" }, 'clock_tolerance: "1d" is not digits'],
  ["a negative tolerance", { ...right, clock_tolerance: "-1s" }, 'clock_tolerance: "-1s" is not digits'],
  [
    "a tolerance with a fraction",
    { ...right, clock_tolerance: "1.5s" },
    'clock_tolerance: "1.5s" is not digits',
  ],
  [
    "a tolerance that is a number",
    { ...right, clock_tolerance: 5 },
    "clock_tolerance: must be digits and ms, s, m or h",
  ],
  ["a relation of no kind", { ...right, relations: ["stranger", "friend"] }, "relations[1]: expected one of"],
  ["relations that are text", { ...right, relations: "stranger" }, "relations: expected array"],
  ["a baseline without to", { ...right, baseline: { from: span.from } }, "baseline.to: is missing"],
  [
    "a baseline that ends before it begins",
    { ...right, baseline: reversed },
    "baseline.to: does not begin before it ends",
  ],
  ["gaps that are no list", { ...right, gaps: span }, "gaps: expected array"],
  [
    "a gap that ends before it begins",
    { ...right, gaps: [span, reversed] },
    "gaps[1].to: does not begin before it ends",
  ],
  [
    "a gap with an unknown key",
    { ...right, gaps: [{ ...span, grade: "video" }] },
    "gaps[0].grade: is not a known key",
  ],
  [
    "a gap with devices of no kind",
    { ...right, gaps: [{ ...span, devices: "some" }] },
    "gaps[0].devices: must be `all` or a list of devices",
  ],
  [
    "a dismissed gap without a reason",
    { ...right, dismissed_gaps: [span] },
    "dismissed_gaps[0].reason: is missing",
  ],
  [
    "a dismissed gap with devices",
    { ...right, dismissed_gaps: [{ ...span, reason: "r", devices: "all" }] },
    "dismissed_gaps[0].devices: is not a known key",
  ],
  [
    "a presumption without devices",
    { ...right, presumptions: [{ ...presumption, devices: null }] },
    "presumptions[0].devices: is missing",
  ],
  [
    "a presumption without viewers",
    { ...right, presumptions: [{ ...presumption, viewers: undefined }] },
    "presumptions[0].viewers: is missing",
  ],
  [
    "a presumption without a grade",
    { ...right, presumptions: [{ ...presumption, grade: undefined }] },
    "presumptions[0].grade: is missing",
  ],
  [
    "a presumption of no grade",
    { ...right, presumptions: [{ ...presumption, grade: "viewed" }] },
    'presumptions[0].grade: expected one of "shown"|"tapped"|"video"',
  ],
  [
    "a presumption without from",
    { ...right, presumptions: [{ ...presumption, from: undefined }] },
    "presumptions[0].from: is missing",
  ],
  [
    "a presumption that ends before it begins",
    { ...right, presumptions: [{ ...presumption, ...reversed }] },
    "presumptions[0].to: does not begin before it ends",
  ],
  [
    "a presumption with viewers of no kind",
    { ...right, presumptions: [{ ...presumption, viewers: "all" }] },
    "presumptions[0].viewers: must be `none`, `sessions` or a list of accounts",
  ],
  [
    "a presumption with an unknown key",
    { ...right, presumptions: [{ ...presumption, accounts: [] }] },
    "presumptions[0].accounts: is not a known key",
  ],
  [
    "a device that is a fraction",
    { ...right, presumptions: [{ ...presumption, devices: ["d1", 1.5] }] },
    "presumptions[0].devices[1]: must be text",
  ],
  [
    "a device that is null",
    { ...right, presumptions: [{ ...presumption, devices: [null] }] },
    "presumptions[0].devices[0]: must be text",
  ],
  [
    "a viewer that is a truth value",
    { ...right, presumptions: [{ ...presumption, viewers: [true] }] },
    "presumptions[0].viewers[0]: must be text",
  ],
]

describe("a wrong incident file is refused in one line that names the file and the key", () => {
  test.each(wrong)("%s", (_, content, message) => {
    const got = refusal(content)
    expect(got.slice(0, Math.max(message.length, 1))).toBe(message)
  })

  test("JSON that is none", () => expect(refusal("{", "json")).toMatch(/^is not JSON: /))
  test("YAML in a file named .json", () => expect(refusal("title: T", "json")).toMatch(/^is not JSON: /))
  test("an integer in JSON of which digits would be lost", () => {
    const text = JSON.stringify({ ...right, presumptions: [{ ...presumption, devices: [0] }] })
    expect(refusal(text.replace("[0]", "[12345678901234567890]"), "json")).toBe(
      "presumptions[0].devices[0]: must be text",
    )
  })
  test("no such file", () => {
    expect(() => readIncidentFile("nowhere.yaml")).toThrow(/^nowhere\.yaml: there is no such file$/)
    expect(() => readIncidentFile(folder)).toThrow(/: cannot be read \(EISDIR\)$/)
  })
})
