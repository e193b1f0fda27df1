import { expect, test } from "vitest"
import { loginForecast } from "./login-forecast.ts"
import type { PlannedWave } from "./plan-shape.ts"

const waves: PlannedWave[] = [
  { part: "canary", subjects: 10, sessions: 20, seconds: 1 },
  { part: "wave-001", subjects: 100, sessions: 200, seconds: 10 },
  { part: "operators", subjects: 2, sessions: 4, seconds: 1 },
]
const logins = { peak: 25, possible: 50, atOnce: 224 }
const plan = { waves, affected: 112, sessions: 224, logins }

test("waves follow each other, and people come back with every session that they had", () => {
  const forecast = loginForecast({ ...plan, epoch: { mode: "none", beyond: 0 } })
  expect(forecast.map(({ fromS, toS, loginsPerSecond }) => [fromS, toS, loginsPerSecond])).toEqual([
    [0, 1, 20],
    [1, 11, 20],
    [11, 12, 4],
  ])
  expect(forecast.every(({ atOnce }) => atOnce === 0)).toBe(true)
})

test("a cut-off for everybody brings all back at the beginning, one by cohorts with each wave", () => {
  const atOnce = (mode: "global" | "cohorts" | "subject") =>
    loginForecast({ ...plan, epoch: { mode, beyond: 0 } }).map((wave) => wave.atOnce)
  expect(atOnce("global")).toEqual([224, 0, 0])
  expect(atOnce("cohorts")).toEqual([0, 200, 0])
  expect(atOnce("subject")).toEqual([0, 0, 0])
})

test("where nobody can count sessions, each subject is one login", () => {
  const [, wave] = loginForecast({ ...plan, sessions: null, epoch: { mode: "none", beyond: 0 } })
  expect(wave?.loginsPerSecond).toBe(10)
})
