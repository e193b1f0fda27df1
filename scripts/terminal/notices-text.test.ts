import { expect, test } from "vitest"
import type { RunStatus } from "../../lib/notices/account/get-run-status.ts"
import type { NoticeRun } from "../../lib/notices/audience/list-planned-runs.ts"
import { noCounts } from "../../lib/runs/rules.ts"
import { approvedWords, findingLine, statusWords, unknownWords, unreachedWords } from "./notices-text.ts"
import { toApproveWords } from "./paragraphs.ts"

const run = { state: "paused", pauseReason: "Support\u001b[2J waits" } as NoticeRun
const states = { ...noCounts(), queued: 1_200, accepted: 300, unknown: 2 }

test("a status has a line for each part and one for all, the rate, and who is unknown by name", () => {
  const status: RunStatus = {
    state: "paused",
    states,
    parts: {
      owner_video: { ...noCounts(), accepted: 300, unknown: 2 },
      viewer_only: { ...noCounts(), queued: 1_200 },
    },
    perSecond: 49.26,
    unknown: ["P-1", "P-2"],
    estimate: null,
  }
  expect(statusWords("INC-7/2", run, status)).toBe(
    `INC-7/2 is paused: Support\ufffd[2J waits
  part         queued  accepted  unknown
  owner_video       0       300        2
  viewer_only   1,200         0        0
  all           1,200       300        2
49.3 a second over the last minute
Nobody knows of 2 letters: P-1, P-2
`,
  )
})

test("who is unknown is named, and how many more there are", () => {
  expect(unknownWords([], 0)).toBe("Of everybody it is known what became of their letter")
  const many = Array.from({ length: 60 }, (_, nth) => `P-${nth}`)
  expect(unknownWords(many, 600)).toMatch(/^Nobody knows of 600 letters: P-0, .* and 550 more/)
})

test("a finding is one line, whatever stands in it", () => {
  expect(
    findingLine({
      key: "k",
      kind: "block",
      variants: ["owner_video/de/general", "b", "c"],
      where: "Subject",
      text: "shows {{\nname}}\u001b[1m",
      override: { reason: "It is right", givenBy: "x", givenAt: new Date() },
    }),
  ).toBe(
    "block: owner_video/de/general and 2 more, Subject: shows {{ name}}\ufffd[1m (overridden: It is right)",
  )
})

test("what is to be approved is said sentence by sentence, and then who begins it", () => {
  expect(toApproveWords("INC-7/2", ["5 letters.", "At 50/s."])).toBe(
    "INC-7/2, to be approved:\n  5 letters.\n  At 50/s.\n",
  )
  expect(approvedWords("INC-7/2", null)).toBe(
    "INC-7/2 is approved\nNext: scripts/tocsin notices send INC-7/2\n",
  )
  expect(approvedWords("INC-7/2", "kim@example.org")).toMatch(/send INC-7\/2 --as kim@example\.org\n$/)
})

test("nobody unreached is said too", () => {
  expect(unreachedWords("INC-7/2", { rows: [], nextAfter: null })).toMatch(/has reached everybody/)
})
