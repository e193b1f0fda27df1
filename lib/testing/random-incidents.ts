import { rm } from "node:fs/promises"
import { join } from "node:path"
import fc from "fast-check"
import { expect } from "vitest"
import { classifyInProcess } from "./classify-in-process.ts"
import { referenceClassify } from "./reference/classify.ts"
import { differences, readResult } from "./reference/compare.ts"
import { arbitraryMergedIncident } from "./reference/merge.ts"
import { type Format, normaliseFor, renderIncident } from "./reference/render.ts"

const RUNS_FACTOR = Number(process.env.TOCSIN_RANDOM_RUNS ?? "1")
/** A counterexample is made small for this long, no longer. */
const SHRINKING_MS_MAX = 600_000
const RUN_MS_MAX = 5_000

export interface RandomTrial {
  formats: readonly Format[]
  /** Merged incidents of twelve small ones each; `TOCSIN_RANDOM_RUNS` multiplies them. */
  runs: number
  seed: number
}

/** How long a trial may take, with the time to make a counterexample small. */
export function trialMsMax({ runs }: RandomTrial): number {
  return runs * RUNS_FACTOR * RUN_MS_MAX + SHRINKING_MS_MAX
}

/** Classifies random incidents, carried by files of these formats, and expects what the reference says of each. */
export async function expectAgreement(folder: string, trial: RandomTrial): Promise<void> {
  const options = fc.record({
    format: fc.constantFrom(...trial.formats),
    gzip: fc.boolean(),
    split: fc.integer({ min: 1, max: 3 }),
    shuffleSeed: fc.option(fc.nat(), { nil: undefined }),
  })
  let run = 0
  const agrees = fc.asyncProperty(arbitraryMergedIncident(), options, async (incident, rendering) => {
    const place = join(folder, String(run++))
    const { shuffleSeed, ...rest } = rendering
    const file = await renderIncident(incident, place, {
      ...rest,
      ...(shuffleSeed === undefined ? {} : { shuffleSeed }),
    })
    await classifyInProcess(file, join(place, "result"), incident.confirmGaps ?? false)
    const reference = referenceClassify(normaliseFor(rendering.format, incident))
    expect(differences(reference, await readResult(join(place, "result")))).toEqual([])
    await rm(place, { recursive: true })
  })
  await fc.assert(agrees, {
    numRuns: trial.runs * RUNS_FACTOR,
    seed: trial.seed,
    interruptAfterTimeLimit: trialMsMax(trial) - 10_000,
  })
}
