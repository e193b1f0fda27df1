import { join } from "node:path"
import { planFriday } from "./friday.ts"
import { planLyingLog } from "./lying-log.ts"
import { planNoLog } from "./no-log.ts"
import type { Plan } from "./plan.ts"
import { publish } from "./publish.ts"
import { planRevisedDown } from "./revised-down.ts"
import { type ScenarioName, scenarios } from "./scenarios.ts"
import { planSecondHand } from "./second-hand.ts"
import { planSessionSwap } from "./session-swap.ts"
import { planWebViewer } from "./web-viewer.ts"
import { openWorkshop } from "./workshop.ts"

export { type ScenarioName, scenarioNames } from "./scenarios.ts"

export interface ReplayOptions {
  /** An absent or empty folder. */
  out: string
  seed?: number
  /** Multiplies the legitimate rows of the log, nothing else. */
  scale?: number
  /** A smaller world for `friday`, at least 100,000; its exposures stay the same. */
  accounts?: number
  onProgress?: (step: { label: string; done: number; total: number }) => void
}

export interface ReplayResult {
  incidentFile: string
  files: string[]
  /** What was published, and what is invented. */
  note: string
}

const plans: Record<ScenarioName, Plan> = {
  friday: planFriday,
  "web-viewer": planWebViewer,
  "revised-down": planRevisedDown,
  "second-hand": planSecondHand,
  "lying-log": planLyingLog,
  "session-swap": planSessionSwap,
  "no-log": planNoLog,
}

/**
 * Writes a scenario's incident file, tables and truth into `out`. The truth comes from the plan, never from reading
 * the log. The same seed gives the same truth and the same lines; `incident.yaml` is written last.
 */
export async function replay(name: ScenarioName, options: ReplayOptions): Promise<ReplayResult> {
  const onProgress = options.onProgress ?? (() => {})
  const workshop = await openWorkshop(options.out)
  try {
    onProgress({ label: "plan", done: 0, total: 1 })
    const { tables, publication } = await plans[name](workshop, {
      ...options,
      seed: options.seed ?? 1,
    })
    const files = await publish(workshop, tables, publication, onProgress)
    const { published, invented } = scenarios[name]
    return {
      incidentFile: join(options.out, "incident.yaml"),
      files: files.map((path) => join(options.out, path)),
      note: `Published: ${published} Invented: ${invented}`,
    }
  } finally {
    await workshop.close()
  }
}
