import type { PlannedRun } from "../../../prisma/generated/client.ts"
import type { GateCounts } from "../kind.ts"
import { itemStates, noCounts, type StateCounts } from "../rules.ts"

const RECENT_MS = 5 * 60_000

/** What a worker has seen of a run in the last minutes, for the gate to go by. */
export class GateWatch {
  private readonly samples: { at: number; states: StateCounts; pushbacks: number }[] = []

  look(states: StateCounts, pushbacks: number, settings: PlannedRun["settings"], at: number): GateCounts {
    while (this.samples[0] && this.samples[0].at < at - RECENT_MS) this.samples.shift()
    const since = this.samples[0] ?? { at, states, pushbacks }
    this.samples.push({ at, states, pushbacks })
    const recent = noCounts()
    for (const state of itemStates) recent[state] = states[state] - since.states[state]
    const recentS = (at - since.at) / 1_000
    return { states, recent, recentS, pushbacks: pushbacks - since.pushbacks, settings }
  }
}
