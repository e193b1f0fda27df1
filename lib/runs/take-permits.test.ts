import { beforeEach, expect, test } from "vitest"
import { contextsOver } from "../testing/database/contexts.ts"
import { ownDatabase } from "../testing/database/own-database.ts"
import { temporaryFolder } from "../testing/temporary-folder.ts"
import { AIM, type Pace } from "./pace.ts"
import { takePermits, type Wanted } from "./take-permits.ts"

const { database } = await ownDatabase()
const { system } = contextsOver(database, temporaryFolder())

const KEY = "one way out"
const take = (pace: Pace, wanted: Partial<Wanted> = {}) =>
  takePermits(system, KEY, pace, { count: 10, givenBack: 0, isPushedBack: false, ...wanted })
const row = () => database.runPace.findUniqueOrThrow({ where: { key: KEY } })

beforeEach(async () => {
  await database.runPace.deleteMany()
})

test("however many ask at once, permits follow each other at the pace", async () => {
  const before = Date.now()
  const taken = await Promise.all(Array.from({ length: 12 }, () => take({ perSecond: 20 })))
  expect(taken.every(({ count, everyS }) => count === 10 && everyS === taken[0]?.everyS)).toBe(true)
  expect(taken[0]?.everyS).toBeCloseTo(1 / (20 * AIM), 6)
  // 120 of them: the next may leave when all those had their time.
  const { nextAt } = await row()
  expect(nextAt.getTime() - before).toBeGreaterThanOrEqual((120 / (20 * AIM)) * 1_000 - 5)
})

test("an hour's quota is given out once, and what was not used can be taken again", async () => {
  const pace = { perSecond: 100, perHour: 25 }
  const counts = await Promise.all([take(pace), take(pace), take(pace), take(pace)])
  expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(25)
  const none = await take(pace)
  expect(none.count).toBe(0)
  expect(none.againInS).toBeGreaterThan(3_590)
  expect((await take(pace, { givenBack: 4 })).count).toBe(4)
  await database.$executeRaw`UPDATE run_pace SET hour_began = now() - interval '1 hour'`
  expect((await take(pace)).count).toBe(10)
  expect(await row()).toMatchObject({ hourCount: 10, dayCount: 35 })
})

test("a day's quota holds over its hours", async () => {
  const pace = { perSecond: 100, perHour: 10, perDay: 15 }
  expect((await take(pace)).count).toBe(10)
  await database.$executeRaw`UPDATE run_pace SET hour_began = now() - interval '1 hour'`
  expect((await take(pace)).count).toBe(5)
  await database.$executeRaw`UPDATE run_pace SET hour_began = now() - interval '1 hour'`
  const none = await take(pace)
  expect(none.count).toBe(0)
  expect(none.againInS).toBeGreaterThan(3_600 * 23)
})

test("a push-back halves the rate once, and it comes back slowly", async () => {
  const pace = { perSecond: 100 }
  const everyS = (await take(pace)).everyS
  const slowed = await Promise.all([1, 2, 3].map(() => take(pace, { isPushedBack: true })))
  expect(Math.max(...slowed.map((one) => one.everyS))).toBeCloseTo(everyS * 2, 6)
  const grown: number[] = []
  for (let nth = 0; nth < 8; nth++) {
    await database.$executeRaw`UPDATE run_pace SET slowed_at = now() - interval '11 seconds'`
    grown.push((await take(pace)).everyS)
    expect((await take(pace)).everyS).toBe(grown.at(-1))
  }
  expect(grown).toEqual(grown.toSorted((one, other) => other - one))
  expect(grown[0]).toBeCloseTo((everyS * 2) / 1.1, 6)
  expect(grown.at(-1)).toBeCloseTo(everyS, 6)
})

test("pushed back again and again, it goes on at a crawl", async () => {
  for (let nth = 0; nth < 10; nth++) {
    await take({ perSecond: 100 }, { isPushedBack: true })
    await database.$executeRaw`UPDATE run_pace SET slowed_at = now() - interval '2 seconds'`
  }
  expect((await row()).slowness).toBe(1 / 64)
})
