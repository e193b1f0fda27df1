import { expect, test } from "vitest"
import type { Pace } from "../../runs/pace.ts"
import { durationWords, paceWords, runEstimate } from "./run-estimate.ts"

/** A Sunday. */
const from = new Date("2026-11-22T06:00:00Z")

// As whoever divides finds it; at most 2 % more in truth, for a little less than the rate is aimed at.
test.each<[letters: number, pace: Pace, words: string]>([
  [9_975_300, { perSecond: 50 }, "9,975,300 letters at 50/s: 55 h, until Tuesday 13:25 UTC"],
  [1, { perSecond: 50 }, "1 letter at 50/s: 1 s, until Sunday 06:00 UTC"],
  [0, { perSecond: 50 }, "0 letters at 50/s: 0 s, until Sunday 06:00 UTC"],
  [30_000, { perSecond: 50 }, "30,000 letters at 50/s: 10 min, until Sunday 06:10 UTC"],
  [
    30_000,
    { perSecond: 50, perHour: 10_000 },
    "30,000 letters at 50/s, at most 10,000 an hour: 2 h, until Sunday 08:03 UTC",
  ],
  [
    30_000,
    { perSecond: 50, hours: { from: 8, to: 20, timeZone: "Europe/Berlin" } },
    "30,000 letters at 50/s, between 8 and 20 h in Europe/Berlin: 70 min, until Sunday 07:10 UTC",
  ],
  [
    30_000_000,
    { perSecond: 50, perDay: 1_000_000 },
    "30,000,000 letters at 50/s, at most 1,000,000 a day: 29 days, until 2026-12-21 11:33 UTC",
  ],
])("%i letters are told with how long they take, and until when", (letters, pace, words) => {
  expect(runEstimate(letters, pace, from).words).toBe(words)
})

test("durations are told in the largest unit of which there are a few", () => {
  expect([1.2, 119, 120, 7_199, 7_200, 345_599, 345_600].map(durationWords)).toEqual([
    "2 s",
    "119 s",
    "2 min",
    "120 min",
    "2 h",
    "96 h",
    "4 days",
  ])
  expect(paceWords({ perSecond: 5_000, perDay: 2 })).toBe("5,000/s, at most 2 a day")
})
