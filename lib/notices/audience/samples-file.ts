import type { Config } from "../../core/config.ts"
import { runFile } from "../../runs/planning/run-folder.ts"

/** Stand-ins for the readers of each letter, as they lie in a run's folder. */
export const SAMPLES_FILE = "samples.json"

/** Stand-ins for the readers of each letter of a run, absolute: rows of its list. They name people too. */
export function samplesFile(
  config: Pick<Config, "dataFolder">,
  run: { id: string; incidentId: string },
): string {
  return runFile(config, run, SAMPLES_FILE)
}
