import { abortLogout, resumeLogout } from "../../../lib/containment/logout/change-logout.ts"
import { pausePlannedRun } from "../../../lib/runs/pause-planned-run.ts"
import { type ChangeRunOptions, changeRun, type RunChange } from "../change-run.ts"
import { findLogout } from "./find-logout.ts"

const changes = {
  pause: {
    make: pausePlannedRun,
    done: "is paused; calls that are under way just now come to their end",
    already: "is paused already",
  },
  resume: { make: resumeLogout, done: "goes on", already: "is under way already" },
  abort: {
    make: abortLogout,
    done: "is aborted; who was not begun is left alone, and cut-offs that were set stand",
    already: "was aborted already",
  },
} satisfies Record<string, RunChange>

/** `tocsin logout pause | resume | abort`. */
export async function changeLogoutCommand(
  change: keyof typeof changes,
  named: string,
  options: ChangeRunOptions,
): Promise<void> {
  await changeRun(findLogout, changes[change], named, options)
}
