import { describe, expect, test } from "vitest"
import { previewInProcess } from "../../testing/preview-in-process.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"

const folder = temporaryFolder()
const FIELDS =
  "fields: { event_id: { path: id }, device_id: { path: d }, account_id: { path: [u.name, u.arn] } }\n"
const VIEWED = "rules: [{ when: {}, action: viewed }]\n"

describe("a wrong mapping is refused in one line that names the key", () => {
  const right = `time: { path: t }\n${FIELDS}`
  test.each<[string, string, RegExp]>([
    ["no time", `${FIELDS}${VIEWED}`, /time: is missing$/],
    ["no rules and no action", right, /rules: is required unless fields\.action says/],
    [
      "a field that is not canonical",
      `time: { path: t }\nfields: { user: { path: u } }\n${VIEWED}`,
      /fields\.user: is not a known key$/,
    ],
    ["an unknown action", `${right}rules: [{ when: {}, action: opened }]\n`, /rules\[0\]\.action: /],
    [
      "a condition with an unknown key",
      `${right}rules: [{ when: { a: { equals: 1 } }, action: viewed }]\n`,
      /rules\[0\]\.when\.a/,
    ],
    [
      "an otherwise that is not the last",
      `${right}rules: [{ otherwise: ignore }, { when: {}, action: viewed }]\n`,
      /rules\[0\]\.otherwise: must be the last rule$/,
    ],
    ["an unknown unit", `time: { path: t, unit: min }\n${FIELDS}${VIEWED}`, /time\.unit: /],
    ["an unknown zone", `time: { path: t, zone: Mars }\n${FIELDS}${VIEWED}`, /time\.zone: .*Mars/],
    ["a wrong time pattern", `time: { path: t, format: "%Q" }\n${FIELDS}${VIEWED}`, /time\.format: /],
    [
      "an extract without its group",
      `time: { path: t }\nfields: { device_id: { path: d, extract: "(a)" } }\n${VIEWED}`,
      /fields\.device_id\.extract: has no group named "value"$/,
    ],
    [
      "look-ahead",
      `time: { path: t }\nfields: { device_id: { path: d, extract: "(?=a)(?<value>b)" } }\n${VIEWED}`,
      /fields\.device_id\.extract: /,
    ],
    [
      "a backreference",
      `${right}rules: [{ when: { a: { matches: '(a)\\1' } }, action: viewed }]\n`,
      /rules\[0\]\.when\.a: /,
    ],
    [
      "a pattern that does not close",
      `${right}rules: [{ when: { a: { matches: "(" } }, action: viewed }]\n`,
      /rules\[0\]\.when\.a: /,
    ],
    [
      "a pattern without groups",
      `format: { type: regex, pattern: "a" }\n${right}${VIEWED}`,
      /format\.pattern: has no named group$/,
    ],
    ["regex without a pattern", `format: { type: regex }\n${right}${VIEWED}`, /format\.pattern: belongs to/],
    [
      "records of NDJSON",
      `format: { type: ndjson, records: a }\n${right}${VIEWED}`,
      /format\.records: belongs to/,
    ],
    [
      "a test of an unknown outcome",
      `${right}${VIEWED}tests: [{ record: {}, event: forget }]\n`,
      /tests\[0\]\.event/,
    ],
    [
      "a test that expects a reject",
      `${right}${VIEWED}tests: [{ record: { t: 2024-02-16T14:00:00Z, d: d1 }, event: reject }]\n`,
      /tests\[0\]: the record meets take, reject is expected$/,
    ],
    [
      "a second test that fails",
      `${right}${VIEWED}tests: [{ record: {}, event: reject }, { record: { t: 2024-02-16T14:00:00Z, d: d1 }, event: { at: 2024-02-16T14:00:01Z } }]\n`,
      /tests\[1\]: at is /,
    ],
    [
      "a test of a field that is no event's",
      `${right}${VIEWED}tests: [{ record: { t: 2024-02-16T14:00:00Z, d: d1 }, event: { devise_id: null } }]\n`,
      /tests\[0\].*devise_id/,
    ],
  ])("%s", async (_, mapping, message) => {
    const refused = previewInProcess(folder, mapping, { name: "log.ndjson", content: "" })
    await expect(refused).rejects.toMatchObject({ code: "invalid", message: expect.stringMatching(message) })
    await expect(refused).rejects.toThrow(/^\.\/own\.yaml: [^\n]+$/)
  })
})
