import fc from "fast-check"
import { expect, test } from "vitest"
import {
  AIM,
  BATCH_MAX,
  batchOf,
  FAST_BATCH,
  isWithinHours,
  lateMsMax,
  type Pace,
  secondsNeeded,
  slackS,
} from "./pace.ts"
import { paceSchema } from "./schemas.ts"
import { FarClock } from "./worker/far-clock.ts"

const midnight = new Date("2024-02-16T00:00:00Z")
const perSecond = fc.integer({ min: 1, max: 10_000 })

test("about four batches leave a second at low rates, and never more than 25 at once", () => {
  expect([1, 8, 40, 100, 10_000].map((rate) => batchOf({ perSecond: rate }))).toEqual([1, 2, 10, 25, 25])
})

/** Virtual time: instants as the shared row gives them out, in batches to workers that stall, and ways of unequal length. */
interface Sending {
  perSecond: number
  workers: number
  seconds: number
  /** Of each worker, how often it stalls and for how long at most. */
  stallEveryS: number
  stallMsMax: number
  seed: number
}

/** When letters are stamped, in milliseconds, in order. */
function stampsOf({ perSecond, workers, seconds, stallEveryS, stallMsMax, seed }: Sending): number[] {
  const random = randomOf(seed)
  const pace = { perSecond }
  const lateMs = lateMsMax(pace)
  const wayMs = slackS(pace) * 1_000 - lateMs
  const everyMs = 1_000 / (AIM * perSecond)
  // The machine itself stands still now and then: all workers at once.
  const stalls = Array.from({ length: workers }, () => stallsOf(random, seconds, stallEveryS, stallMsMax))
  const together = stallsOf(random, seconds, stallEveryS * 4, stallMsMax)
  const stamps: number[] = []
  let worker = 0
  for (let nth = 0; nth * everyMs < seconds * 1_000; nth++) {
    if (nth % batchOf(pace) === 0) worker = Math.floor(random() * workers)
    const at = nth * everyMs
    const leaves = Math.max(endOf(stalls[worker] ?? [], at), endOf(together, at))
    // Ways are long for a while, then short: what is slow and what is fast meet.
    const isLong = Math.floor(at / 700) % 2 === 0
    if (leaves - at <= lateMs) stamps.push(leaves + (isLong ? wayMs : random() * wayMs * 0.1))
  }
  return stamps.toSorted((one, other) => one - other)
}

function stallsOf(random: () => number, seconds: number, everyS: number, msMax: number) {
  const stalls: { from: number; to: number }[] = []
  for (let at = random() * everyS * 1_000; at < seconds * 1_000; at += (0.5 + random()) * everyS * 1_000)
    stalls.push({ from: at, to: at + random() * msMax })
  return stalls
}

const endOf = (stalls: readonly { from: number; to: number }[], at: number) =>
  stalls.find(({ from, to }) => from <= at && at < to)?.to ?? at

/** Mulberry32, so that a counterexample can be seen again. */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function mostWithin(sorted: readonly number[], ms: number): number {
  let most = 0
  let from = 0
  sorted.forEach((stamp, nth) => {
    while ((sorted[from] ?? stamp) <= stamp - ms) from++
    most = Math.max(most, nth - from + 1)
  })
  return most
}

const sendings = {
  workers: fc.integer({ min: 1, max: 8 }),
  stallEveryS: fc.double({ min: 0.2, max: 5, noNaN: true }),
  stallMsMax: fc.integer({ min: 1, max: 900 }),
  seed: fc.integer(),
}

test("however many workers stall, and however unequal ways are, no second and no ten have too many", () => {
  const sending = fc.record({ perSecond: fc.integer({ min: 1, max: 600 }), ...sendings })
  fc.assert(
    fc.property(sending, (given) => {
      const stamps = stampsOf({ ...given, seconds: 25 })
      expect(mostWithin(stamps, 1_000)).toBeLessThanOrEqual(given.perSecond + BATCH_MAX)
      expect(mostWithin(stamps, 10_000)).toBeLessThanOrEqual(given.perSecond * 10)
    }),
    { numRuns: 150 },
  )
})

test("a minute has 0.97 of the rate where workers stall now and then", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 20, max: 300 }),
      sendings.workers,
      fc.integer(),
      (perSecond, workers, seed) => {
        const stamps = stampsOf({ perSecond, workers, seconds: 90, stallEveryS: 20, stallMsMax: 120, seed })
        expect(mostWithin(stamps, 60_000)).toBeGreaterThanOrEqual(0.97 * perSecond * 60)
      },
    ),
    { numRuns: 60 },
  )
})

test("lateness leaves the way at least half of the slack; fast ones are few against ten seconds", () => {
  fc.assert(
    fc.property(perSecond, (rate) => {
      const pace = { perSecond: rate }
      const workersMax = 4
      // A queue asks again with less than half of what it takes at once.
      if (rate >= 5_000) expect(workersMax * 1.5 * FAST_BATCH).toBeLessThan((1 - AIM) * 10 * rate)
      else expect(lateMsMax(pace) / 1_000).toBeLessThanOrEqual(slackS(pace) / 2 + 1e-9)
    }),
  )
  expect(slackS({ perSecond: 100 }) - lateMsMax({ perSecond: 100 }) / 1_000).toBeGreaterThan(0.19)
})

test("an answer that comes late does not make late what it tells of", () => {
  const clock = new FarClock()
  clock.note(1_000_000, 500 + 3)
  clock.note(1_000_100, 600 + 250)
  expect(clock.hereOf(1_000_200)).toBe(703)
  // A clock that was set is believed after a while.
  for (let nth = 0; nth < 40; nth++) clock.note(900_000 + nth, 1_000 + nth + 2)
  expect(clock.hereOf(900_100)).toBe(1_102)
})

test("9,975,300 letters at 50 a second take 55 hours and a half", () => {
  expect(secondsNeeded(9_975_300, { perSecond: 50 }, midnight) / 3_600).toBeCloseTo(55.42, 1)
  expect(secondsNeeded(0, { perSecond: 50 }, midnight)).toBe(0)
})

test("slices of hour and day, and hours of the day, make it longer", () => {
  const hour = 3_600
  expect(secondsNeeded(2_500, { perSecond: 100, perHour: 1_000 }, midnight)).toBeCloseTo(2 * hour + 5, 3)
  expect(secondsNeeded(2_500, { perSecond: 100, perDay: 1_000 }, midnight)).toBeCloseTo(48 * hour + 5, 3)
  const office = { from: 9, to: 17, timeZone: "Europe/Berlin" }
  const morning = 8 * hour // Nine o'clock in Berlin is eight in winter.
  expect(secondsNeeded(1_000, { perSecond: 10, hours: office }, midnight)).toBeCloseTo(morning + 100, 3)
})

test("the hour that has begun counts for what is left of it, in the time zone that hours are in", () => {
  const office = { from: 9, to: 17, timeZone: "Europe/Berlin" }
  const lateInTheDay = new Date("2024-02-16T15:30:00Z") // Half past four.
  const overnight = 16.5 * 3_600 // To nine o'clock.
  expect(secondsNeeded(3_600, { perSecond: 1, hours: office }, lateInTheDay)).toBe(overnight + 1_800)
  const india = { from: 9, to: 10, timeZone: "Asia/Kolkata" } // Five hours and a half ahead.
  expect(secondsNeeded(1_800, { perSecond: 1, hours: india }, new Date("2024-02-16T03:00:00Z"))).toBe(3_600)
})

test("slices begin with what is sent first in them, also in the middle of an hour", () => {
  const office = { from: 9, to: 17, timeZone: "UTC" }
  const pace = { perSecond: 1, perHour: 600, perDay: 900, hours: office }
  const now = new Date("2024-02-16T09:40:00Z")
  expect(secondsNeeded(900, pace, now)).toBe(3_600 + 300)
  // The day's slice is open again a day after it began.
  expect(secondsNeeded(1_000, pace, now)).toBe(24 * 3_600 + 100)
})

test("a day on which clocks are changed has the hours that it has", () => {
  const hours = { from: 1, to: 4, timeZone: "Europe/Berlin" }
  const needed = (at: string) => secondsNeeded(3 * 3_600, { perSecond: 1, hours }, new Date(at)) / 3_600
  expect(needed("2024-03-30T00:00:00Z")).toBe(3)
  expect(needed("2024-03-31T00:00:00Z")).toBe(24) // There is no two o'clock, and the next day begins an hour earlier.
  expect(needed("2024-10-26T23:00:00Z")).toBe(3) // There are two of them.
})

test("of a run that takes years the end is told as well", () => {
  const hours = { from: 9, to: 17, timeZone: "Europe/Berlin" }
  const days = secondsNeeded(8_000_000, { perSecond: 1, perHour: 1_000, hours }, midnight) / 86_400
  expect(days).toBeGreaterThan(995)
  expect(days).toBeLessThan(1_005)
})

test("more never takes less, and a slower pace never either", () => {
  const pace = fc.record({ perSecond, perHour: fc.integer({ min: 1, max: 100_000 }) })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), pace, (count, given) => {
      const slower: Pace = { ...given, perHour: Math.max(1, Math.floor(given.perHour / 2)) }
      const needed = secondsNeeded(count, given, midnight)
      expect(secondsNeeded(count + 1, given, midnight)).toBeGreaterThanOrEqual(needed)
      expect(secondsNeeded(count, slower, midnight)).toBeGreaterThanOrEqual(needed)
      const hours = { from: 9, to: 17, timeZone: "Europe/Berlin" }
      const within = secondsNeeded(count, { ...given, hours }, midnight)
      expect(within).toBeGreaterThanOrEqual(needed)
      expect(secondsNeeded(count + 1, { ...given, hours }, midnight)).toBeGreaterThanOrEqual(within)
    }),
  )
})

test("hours go over midnight, and in the time zone that they name", () => {
  const at = (hour: number) => new Date(midnight.getTime() + hour * 3_600_000)
  const night: Pace = { perSecond: 1, hours: { from: 22, to: 6, timeZone: "UTC" } }
  expect([21, 22, 23, 0, 5, 6].map((hour) => isWithinHours(night, at(hour)))).toEqual([
    false,
    true,
    true,
    true,
    true,
    false,
  ])
  const tokyo: Pace = { perSecond: 1, hours: { from: 9, to: 10, timeZone: "Asia/Tokyo" } }
  expect(isWithinHours(tokyo, at(0))).toBe(true)
  expect(isWithinHours(tokyo, at(9))).toBe(false)
  expect(isWithinHours({ perSecond: 1, hours: { from: 7, to: 7, timeZone: "UTC" } }, at(3))).toBe(true)
})

test("a pace that nobody can keep is refused", () => {
  const refused = [
    { perSecond: 0 },
    { perSecond: 10_001 },
    { perSecond: 5, perHour: 0 },
    { perSecond: 5, hours: { from: 0, to: 25, timeZone: "UTC" } },
    { perSecond: 5, hours: { from: 0, to: 4, timeZone: "Mars/Olympus" } },
    { perSecond: 5, more: 1 },
  ]
  for (const pace of refused) expect(paceSchema.safeParse(pace).success).toBe(false)
  const pace = { perSecond: 5, hours: { from: 9, to: 17, timeZone: "Europe/Berlin" } }
  expect(paceSchema.parse(pace)).toEqual(pace)
})
