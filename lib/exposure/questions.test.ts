import { describe, expect, test } from "vitest"
import type { Counts } from "./count.ts"
import { openQuestions, type QuestionInputs } from "./questions.ts"

const nothing: Counts = {
  rows: {
    read: 0,
    ignored: 0,
    malformed: 0,
    out_of_window: 0,
    denied: 0,
    service: 0,
    unattributed: 0,
    unresolved: 0,
    legitimate: 0,
    duplicate: 0,
    misbound: 0,
  },
  viewerConflicts: 0,
  mappingConflicts: 0,
  footageTimeUnknown: 0,
  unattributed: [],
  totals: {},
  exposures: [],
  context: [],
  busyViewers: 0,
  reporters: 0,
  reportersFound: 0,
  sharedSessions: 0,
  digest: "",
}

function codes(counts: Partial<Counts>, others: Partial<QuestionInputs> = {}): [string, number][] {
  return openQuestions({
    counts: { ...nothing, ...counts },
    malformedInTables: 0,
    unreadableAccountCells: 0,
    gaps: [],
    hasSessions: true,
    relations: ["stranger"],
    ...others,
  }).map(({ code, count }) => [code, count])
}

const gap = { from: 0n, to: 600_000_000n, source: null, reason: null, devices: "all" as const }

describe("open questions", () => {
  test("a clean result has none", () => {
    expect(codes({})).toEqual([])
  })

  test.each<[string, Partial<Counts>, Partial<QuestionInputs>, [string, number][]]>([
    [
      "malformed rows of the log and of tables are one question",
      { rows: { ...nothing.rows, malformed: 2 } },
      { malformedInTables: 3 },
      [["malformed", 5]],
    ],
    [
      "exactly 1 % without a viewer is none",
      { unattributed: [{ source: "a", rows: 1, inWindow: 100 }] },
      {},
      [],
    ],
    [
      "more than 1 % in one source counts that source's rows",
      {
        unattributed: [
          { source: "a", rows: 2, inWindow: 100 },
          { source: "b", rows: 1, inWindow: 100 },
        ],
      },
      {},
      [["unattributed", 2]],
    ],
    ["exactly 5 % misbound is none", { rows: { ...nothing.rows, misbound: 5, legitimate: 95 } }, {}, []],
    [
      "more than 5 % misbound is one",
      { rows: { ...nothing.rows, misbound: 6, legitimate: 94 } },
      {},
      [["mostly_misbound", 6]],
    ],
    [
      "misbound beside the window counts in scope only, and not in the baseline",
      {
        context: [
          { name: "before", relation: "stranger", events: 2 },
          { name: "after", relation: "staff", events: 4 },
          { name: "baseline", relation: "stranger", events: 8 },
        ],
      },
      {},
      [["edge", 2]],
    ],
    ["reporters without a viewer grade", { reporters: 5, reportersFound: 3 }, {}, [["report_not_found", 2]]],
    [
      "a suspected gap is a question, a dismissed one is none",
      {},
      {
        gaps: [
          { ...gap, kind: "suspected" },
          { ...gap, kind: "dismissed" },
        ],
      },
      [["suspected_gap", 1]],
    ],
    [
      "a declared gap without a sessions table",
      {},
      { gaps: [{ ...gap, kind: "declared" }], hasSessions: false },
      [["gap_without_sessions", 1]],
    ],
    ["a declared gap with one is none", {}, { gaps: [{ ...gap, kind: "declared" }] }, []],
  ])("%s", (_, counts, others, expected) => {
    expect(codes(counts, others)).toEqual(expected)
  })
})
