import { resumeNotices } from "../../../lib/notices/audience/resume-notices.ts"
import { pausePlannedRun } from "../../../lib/runs/pause-planned-run.ts"
import { stopPlannedRun } from "../../../lib/runs/stop-planned-run.ts"
import { type ChangeRunOptions, changeRun, type RunChange } from "../change-run.ts"
import { findRun } from "./find-run.ts"

const changes = {
  pause: {
    make: pausePlannedRun,
    done: "is paused; what is being sent just now comes to its end",
    already: "is paused already",
  },
  resume: { make: resumeNotices, done: "goes on", already: "is under way already" },
  stop: {
    make: stopPlannedRun,
    done: "is stopped; what waited is cancelled",
    already: "was stopped already",
  },
} satisfies Record<string, RunChange>

/** `tocsin notices pause | resume | stop`. */
export async function changeRunCommand(
  change: keyof typeof changes,
  named: string,
  options: ChangeRunOptions,
): Promise<void> {
  await changeRun(findRun, changes[change], named, options)
}
