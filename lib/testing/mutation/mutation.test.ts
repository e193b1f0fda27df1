import { afterAll, describe, expect, test } from "vitest"
import { cases } from "../reference/cases.ts"
import { temporaryFolder } from "../temporary-folder.ts"
import type { Fault } from "./fault.ts"
import { faults } from "./faults.ts"
import { copySources, faultyText } from "./source-trees.ts"
import type { Trial, Verdict } from "./trial.ts"
import { TrialRunners } from "./trial-runners.ts"

const FAULTS_MIN = 45

const folder = temporaryFolder()
const whole = copySources(folder)
const runners = new TrialRunners(2, whole, folder)
afterAll(() => runners.close())

/**
 * Trials run ahead of the tests that tell of them: the cases that are named, on the sources as they are (for those that
 * lib/exposure/cases.test.ts does not run in the same way), …
 */
const baselines = [
  ...new Map(
    faults.flatMap(({ caughtBy, format, needsReference }) =>
      (format === "ndjson" && !needsReference ? [] : caughtBy).map((caseName): [string, Trial] => [
        `${caseName}${format === "ndjson" ? "" : ` (${format})`}${needsReference ? " (reference)" : ""}`,
        { caseName, format, needsReference, swap: null },
      ]),
    ),
  ),
].map(([title, trial]) => [title, runners.run(trial)] as const)

/** … and on those with a fault. */
const attempts = faults.map((fault) => {
  const verdicts = attempt(fault)
  verdicts.catch(() => {}) // Told by its test.
  return [`${fault.breaks} (${fault.file.split("/").at(-1)})`, fault, verdicts] as const
})

async function attempt(fault: Fault): Promise<[string, Verdict][]> {
  const { file, caughtBy, format, needsReference } = fault
  const swap = { file, text: faultyText(whole, fault) }
  return await Promise.all(
    caughtBy.map(async (caseName): Promise<[string, Verdict]> => {
      return [caseName, await runners.run({ caseName, format, needsReference, swap })]
    }),
  )
}

describe("the cases bite: each catches the faults that name it", () => {
  test("every fault names cases that there are, and no two are one", () => {
    const names = new Set(cases.map(({ name }) => name))
    expect(faults.flatMap(({ caughtBy }) => caughtBy.filter((name) => !names.has(name)))).toEqual([])
    expect(faults.filter(({ caughtBy }) => caughtBy.length === 0)).toEqual([])
    expect(new Set(faults.map(({ breaks }) => breaks)).size).toBe(faults.length)
    expect(faults.length).toBeGreaterThanOrEqual(FAULTS_MIN)
  })

  test.each(baselines)("met without a fault: %s", async (_, verdict) => {
    expect(await verdict).toEqual([])
  })

  test.each(attempts)("caught: %s", async (_, fault, verdicts) => {
    const survived = (await verdicts).filter(([, verdict]) => verdict.length === 0)
    expect(survived, `${fault.find} → ${fault.replace}`).toEqual([])
  })
})
