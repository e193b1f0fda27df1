import { setTimeout as wait } from "node:timers/promises"
import { openSystemContext } from "../../../lib/access/open-context.ts"
import { listUnproved } from "../../../lib/containment/logout/list-unproved.ts"
import { getLogoutProgress, type LogoutProgress } from "../../../lib/containment/logout/logout-progress.ts"
import { readConfig } from "../../../lib/platform/config.ts"
import { withResources } from "../../processes/system-context.ts"
import { EXIT } from "../../terminal/exit.ts"
import { progressLine, statusJson, statusWords, stepLine, unprovedWords } from "../../terminal/logout-text.ts"
import { findLogout } from "./find-logout.ts"

export interface StatusOptions {
  json: boolean
  watch: boolean
}

const LOOK_EVERY_MS = 1_000
/** Nothing will be done in these any more. */
const OVER = ["closed", "closed_with_gaps", "aborted", "failed"]
const NOT_WHOLE = ["closed_with_gaps", "aborted", "failed"]

/**
 * `tocsin logout status`: how it stands; with --watch step by step until it is over. The exit status tells whether it was
 * closed with gaps or aborted.
 */
export async function statusCommand(named: string, { json, watch }: StatusOptions): Promise<void> {
  await withResources(readConfig(), async (resources, stopped) => {
    const ctx = openSystemContext(resources)
    const { run, name } = await findLogout(ctx, named)
    const tell = json ? tellJson(name, watch) : watch ? tellSteps(name) : null
    let progress = await getLogoutProgress(ctx, run.id)
    for (; watch && !isOver(progress); progress = await getLogoutProgress(ctx, run.id)) {
      tell?.(progress)
      await wait(LOOK_EVERY_MS, undefined, { signal: stopped }).catch(() => stopped.throwIfAborted())
    }
    tell?.(progress)
    if (!json)
      process.stdout.write(statusWords(name, progress) + unprovedWords(await listUnproved(ctx, run.id)))
    if (NOT_WHOLE.includes(progress.logout.standing)) process.exitCode = EXIT.fault
  })
}

const isOver = ({ logout }: LogoutProgress) => OVER.includes(logout.standing)

/** The whole of it, once; or a line of JSON whenever something has changed. */
function tellJson(name: string, isWatched: boolean): (progress: LogoutProgress) => void {
  let told = ""
  return (progress) => {
    const text = JSON.stringify(statusJson(name, progress), null, isWatched ? undefined : 2)
    if (text !== told) process.stdout.write(`${text}\n`)
    told = text
  }
}

/** Each step that is new since the last look, and how many are in which state where that has changed. */
function tellSteps(name: string): (progress: LogoutProgress) => void {
  const told = new Set<string>()
  let line = ""
  return (progress) => {
    for (const step of progress.events.toReversed()) {
      if (told.has(String(step.id))) continue
      told.add(String(step.id))
      process.stdout.write(`${stepLine(step)}\n`)
    }
    const now = progressLine(name, progress)
    if (now !== line) process.stdout.write(`${now}\n`)
    line = now
  }
}
