import { describe, expect, test } from "vitest"
import { type Facts, judge } from "./rules.ts"

const at = (time: string) => Date.parse(`2024-02-16T${time}Z`)
const none = { stranger: 0, anonymous: 0, former_member: 0, later_owner: 0, staff: 0 }

/** A log that proves the action: everything below changes one thing of it. */
const clean: Facts = {
  now: at("12:31:00"),
  since: at("11:42:00"),
  everyS: 180,
  upTo: at("12:29:59"),
  relations: ["stranger"],
  reads: 1_904_220,
  misbound: none,
  incident: { misbound: 13_020, reads: 1_000_000, undecidedShare: 0.001 },
  baseline: {
    from: "2024-02-09T11:42:00Z",
    to: "2024-02-09T12:30:00Z",
    isSameHours: true,
    minutes: 48,
    reads: 1_900_000,
    misbound: 2,
    misboundPerHour: 3,
    readsPerHour: 2_375_000,
  },
  baselineMissing: null,
  gaps: [],
  silent: [],
  files: [],
  future: { rows: 0, lastAt: null },
  lostRows: 0,
  filesGone: [],
  undecidedShare: 0.001,
}
const gap = {
  from: "2024-02-16T12:00:00Z",
  to: "2024-02-16T12:10:00Z",
  source: "app",
  expected: 600,
  reason: null,
}
const source = { name: "cdn", files: 1, rows: 10, firstAt: null, lastAt: "2024-02-16T12:01:00Z" }
const file = { file: "a.gz", words: "a.gz: is damaged" }

test("a clean log is told in one sentence with what it rests on", () => {
  expect(judge(clean)).toMatchObject({
    verdict: "clean",
    sentence:
      "Strangers: 0 of 1,904,220 reads since 2024-02-16 11:42 UTC up to 2024-02-16 12:29 UTC; ordinary day: 3 an hour in the same hours; no open gap",
    reasons: [],
    notes: [
      "At the incident's own rate of 13 misbound events per 1,000 reads, 24,793 would have been expected of 1,904,220 reads",
    ],
  })
})

test("what is misbound is told by relation, whatever else is doubtful", () => {
  const facts: Facts = {
    ...clean,
    relations: ["stranger", "former_member", "anonymous"],
    misbound: { ...none, stranger: 2, former_member: 1, staff: 7 },
    gaps: [gap],
  }
  expect(judge(facts)).toMatchObject({
    verdict: "misbound",
    inScope: 3,
    sentence:
      "Strangers, former members and anonymous viewers: 3 of 1,904,220 reads since 2024-02-16 11:42 UTC up to 2024-02-16 12:29 UTC (2 by strangers and 1 by former member); ordinary day: 3 an hour in the same hours; 1 open gap",
  })
})

const doubts: [string, Partial<Facts>, string][] = [
  ["no row at all", { upTo: null, reads: 0 }, "The log has no row since 2024-02-16 11:42 UTC"],
  [
    "a log that ended ten minutes ago",
    { upTo: at("12:20:00") },
    "The log reaches only to 2024-02-16 12:20 UTC, 11 minutes before this reading",
  ],
  [
    "a gap that was found",
    { gaps: [gap] },
    "The source app has no row from 2024-02-16 12:00 UTC to 2024-02-16 12:10 UTC, where about 600 were to be expected",
  ],
  [
    "a gap that was declared",
    { gaps: [{ ...gap, source: null, expected: null, reason: "shard 7 lost" }] },
    "The log is incomplete from 2024-02-16 12:00 UTC to 2024-02-16 12:10 UTC: shard 7 lost",
  ],
  ["a silent source", { silent: [source] }, "The source cdn is silent since 2024-02-16 12:01 UTC"],
  [
    "a source without a row",
    { silent: [{ ...source, lastAt: null }] },
    "The source cdn has no row since the action",
  ],
  ["a damaged file", { files: [{ ...file, kind: "damaged" }] }, "A file is left out: a.gz: is damaged"],
  [
    "a file that may not be read",
    { files: [{ ...file, kind: "unreadable" }] },
    "A file is left out: a.gz: is damaged",
  ],
  [
    "rows that are gone",
    { lostRows: 1200, filesGone: ["a", "b"] },
    "1,200 rows that an earlier reading saw are not there any more (gone: a and b)",
  ],
  [
    "a clock that is ahead",
    { future: { rows: 412, lastAt: "2024-02-16T13:30:00Z" } },
    "412 rows are dated after this reading, up to 2024-02-16 13:30 UTC: with a clock that is wrong nobody knows which rows came after the action",
  ],
  [
    "rows of which nothing can be said",
    { undecidedShare: 0.02 },
    "2 % of the rows since the action are malformed, name no viewer or show footage without a known owner",
  ],
  [
    "most of the rows, though it was no better before",
    { undecidedShare: 0.75, incident: { misbound: 13, reads: 1000, undecidedShare: 0.7 } },
    "75 % of the rows since the action are malformed, name no viewer or show footage without a known owner",
  ],
  ["no read", { reads: 0 }, "The log shows no read since the action, so nothing could have been misbound"],
  [
    "too few reads",
    { reads: 190 },
    "190 reads are too few: at the incident's own rate of 13 misbound events per 1,000 reads 2.5 would be expected, and it takes 3",
  ],
  [
    "an incident whose rate is not known",
    { incident: null },
    "The incident's own rate of misbound events is not known, so nobody knows what none of them means",
  ],
  [
    "an incident without a misbound event in scope",
    { incident: { misbound: 0, reads: 1000, undecidedShare: 0 } },
    "The incident's own rate of misbound events is not known, so nobody knows what none of them means",
  ],
]

describe("nothing can be told of", () => {
  test.each(doubts)("%s", (_, change, reason) => {
    const { verdict, sentence, reasons } = judge({ ...clean, ...change })
    expect(reasons).toEqual([reason])
    expect(verdict).toBe("cannot_tell")
    expect(
      sentence.startsWith(`It cannot be told whether the action works. ${reason}. Strangers: 0 of `),
    ).toBe(true)
  })
})

const harmless: [string, Partial<Facts>][] = [
  ["relations out of scope", { misbound: { ...none, former_member: 9, staff: 1 } }],
  ["a log that is as late as three readings", { upTo: at("12:22:00") }],
  ["a clock that is a minute ahead", { future: { rows: 3, lastAt: "2024-02-16T12:32:00Z" } }],
  [
    "half a line and a file that is being written",
    {
      files: [
        { ...file, kind: "half_line" },
        { ...file, kind: "being_written" },
      ],
    },
  ],
  ["files that were renamed", { filesGone: ["a"] }],
  ["no ordinary day", { baseline: null, baselineMissing: "None was named" }],
  [
    "a log of which as little can be said as of the incident's own",
    { undecidedShare: 0.4, incident: { misbound: 13, reads: 1000, undecidedShare: 0.3 } },
  ],
]

describe("clean is a log with", () => {
  test.each(harmless)("%s", (_, change) => {
    expect(judge({ ...clean, ...change })).toMatchObject({ verdict: "clean", reasons: [] })
  })
})

test("several reasons are counted in the sentence and each is told", () => {
  const { sentence, reasons } = judge({ ...clean, gaps: [gap, { ...gap, source: "cdn" }], silent: [source] })
  expect(reasons.length).toBe(3)
  expect(sentence).toContain("were to be expected (and 2 more). Strangers: 0 of 1,904,220 reads")
})
