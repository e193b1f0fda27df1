import { existsSync, readdirSync } from "node:fs"
import { resolve } from "node:path"
import { invalid } from "../../lib/core/errors.ts"
import { replay, type ScenarioName, scenarioNames } from "../../lib/replay/replay.ts"
import { openProgress } from "../terminal/progress-bar.ts"

export interface ReplayCommandOptions {
  out: string
  seed: string
  scale?: string
}

/** `tocsin replay`: writes a scenario's incident file, tables and planted truth into a folder. */
export async function replayCommand(scenario: string, options: ReplayCommandOptions): Promise<void> {
  const name = scenarioNames.find((one): one is ScenarioName => one === scenario)
  if (!name)
    throw invalid(
      "replay",
      `${JSON.stringify(scenario)} is no scenario; there are ${scenarioNames.join(", ")}`,
    )
  const out = resolve(options.out)
  if (existsSync(out) && readdirSync(out).length > 0) throw invalid(options.out, "is not empty")
  const seed = numberOf("--seed", options.seed, (value) => Number.isSafeInteger(value) && value >= 0)
  const scale =
    options.scale === undefined ? undefined : numberOf("--scale", options.scale, (value) => value > 0)
  const progress = openProgress()
  try {
    const result = await replay(name, {
      out,
      seed,
      ...(scale === undefined ? {} : { scale }),
      onProgress: ({ label, done, total }) =>
        progress.onProgress({ label, done: total > 0 ? done / total : 0 }),
    })
    progress.stop()
    process.stdout.write(`${result.note}\n\nIncident file: ${result.incidentFile}\n`)
  } finally {
    progress.stop()
  }
}

function numberOf(option: string, text: string, isAllowed: (value: number) => boolean): number {
  const value = Number(text)
  if (text.trim() === "" || !Number.isFinite(value) || !isAllowed(value))
    throw invalid(option, `${JSON.stringify(text)} is not a number that it takes`)
  return value
}
