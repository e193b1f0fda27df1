/** The process in which cases run on copies of the sources, whole or faulty, one after the other. */
import { rm } from "node:fs/promises"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { cases, unmet } from "../reference/cases.ts"
import { referenceClassify } from "../reference/classify.ts"
import { differences, readResult } from "../reference/compare.ts"
import { normaliseFor, renderIncident } from "../reference/render.ts"
import { SourceTrees } from "./source-trees.ts"
import type { Trial, TrialReply, TrialRequest, Verdict } from "./trial.ts"

type ClassifyInProcess = typeof import("../classify-in-process.ts")["classifyInProcess"]

/**
 * Failures that catch a fault: counts that do not add up, and a mapping that fails its own tests. Any other may only
 * mean that the faulty text is no SQL.
 */
const CATCHES = /^(invariant broken|canonical: tests\[)/

process.on("disconnect", () => process.exit(1))

const [whole = "", folder = ""] = process.argv.slice(2)
const trees = new SourceTrees(whole, folder)

let last: Promise<void> = Promise.resolve()
process.on("message", (request: TrialRequest) => {
  last = last.then(async () => {
    process.send?.(await answer(request))
  })
})

async function answer({ id, ...trial }: TrialRequest): Promise<TrialReply> {
  const place = join(folder, "case")
  try {
    return { id, verdict: await trees.with(trial.swap, (tree) => judged(trial, tree, place)) }
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error)
    return CATCHES.test(failure) ? { id, verdict: [failure] } : { id, failure }
  } finally {
    await rm(place, { recursive: true, force: true })
  }
}

async function judged(trial: Omit<Trial, "swap">, tree: string, place: string): Promise<Verdict> {
  const one = cases.find(({ name }) => name === trial.caseName)
  if (!one) throw new Error(`there is no case ${JSON.stringify(trial.caseName)}`)
  const { incident, expect } = one
  const file = await renderIncident(incident, place, { format: trial.format })
  const module = pathToFileURL(join(tree, "lib/testing/classify-in-process.ts")).href
  const { classifyInProcess } = (await import(module)) as { classifyInProcess: ClassifyInProcess }
  await classifyInProcess(file, join(place, "result"), incident.confirmGaps ?? false)
  const result = await readResult(join(place, "result"))
  if (!trial.needsReference) return unmet(expect, result)
  return differences(referenceClassify(normaliseFor(trial.format, incident)), result)
}
