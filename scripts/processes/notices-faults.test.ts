import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type FaultyRun, faultyRun } from "../bench/notices/faulty-run.ts"
import { judgeFaults } from "../bench/notices/judge-faults.ts"
import { type LetterBench, openBench } from "../bench/notices/open-bench.ts"

const KILLS = 10
const DROPS = 10
/** A machine on which much else goes on takes its time to start two dozen workers. */
const MS_MAX = 900_000

let bench: LetterBench
let run: FaultyRun

beforeAll(async () => {
  bench = await openBench()
  run = await faultyRun(bench, {
    letters: [
      { name: "looked-up", count: 3_500, drops: DROPS, hasLookUp: true },
      { name: "unasked", count: 1_000, drops: DROPS, hasLookUp: false },
      { name: "control", count: 500, drops: DROPS, hasLookUp: false, isNaive: true },
    ],
    seconds: 20,
    // Few letters wait for a lease to pass.
    chunkRows: 50,
    workers: 2,
    kills: KILLS,
    restarts: 1,
    onStep: () => {},
  })
}, MS_MAX)

afterAll(async () => await bench?.close())

describe("while workers are killed, connections dropped after the final dot, and the database restarted", () => {
  test("all of that happened", () => {
    expect([run.underWay.length, run.drops, run.restarts]).toEqual([KILLS, 3 * DROPS, 1])
  })

  test("each letter arrives exactly once, or is named; only without asking does one come twice", () => {
    const checks = judgeFaults(run)
    expect(checks.filter(({ isHeld }) => !isHeld)).toEqual([])
    expect(checks.length).toBeGreaterThan(10)
  })
})
