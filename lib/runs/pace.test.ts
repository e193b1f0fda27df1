import fc from "fast-check"
import { expect, test } from "vitest"
import { AIM, BATCH_MAX, batchOf, isWithinHours, lateMsMax, type Pace, secondsNeeded } from "./pace.ts"
import { paceSchema } from "./schemas.ts"

const midnight = new Date("2024-02-16T00:00:00Z")
const perSecond = fc.integer({ min: 1, max: 10_000 })

test("about four batches leave a second at low rates, and never more than 25 at once", () => {
  expect([1, 8, 40, 100, 10_000].map((rate) => batchOf({ perSecond: rate }))).toEqual([1, 2, 10, 25, 25])
})

test("whoever leaves as late as may be still makes no crowd", () => {
  fc.assert(
    fc.property(perSecond, (rate) => {
      const lateS = lateMsMax({ perSecond: rate }) / 1_000
      if (rate >= 5_000) expect(4 * BATCH_MAX).toBeLessThanOrEqual((1 - AIM) * 10 * rate + BATCH_MAX)
      else {
        expect(AIM * rate * (1 + lateS)).toBeLessThanOrEqual(rate + BATCH_MAX)
        expect(AIM * rate * (10 + lateS)).toBeLessThanOrEqual(10 * rate)
      }
    }),
  )
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

test("more never takes less, and a slower pace never either", () => {
  const pace = fc.record({ perSecond, perHour: fc.integer({ min: 1, max: 100_000 }) })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), pace, (count, given) => {
      const slower: Pace = { ...given, perHour: Math.max(1, Math.floor(given.perHour / 2)) }
      const needed = secondsNeeded(count, given, midnight)
      expect(secondsNeeded(count + 1, given, midnight)).toBeGreaterThanOrEqual(needed)
      expect(secondsNeeded(count, slower, midnight)).toBeGreaterThanOrEqual(needed)
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
