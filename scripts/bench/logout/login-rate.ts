import { figure } from "../../../lib/core/figure.ts"
import type { Check } from "../measured.ts"
import { beginLogout, untilOver } from "./begin-logout.ts"
import type { LogoutBench } from "./open-bench.ts"

export interface LoginRate {
  /** How many logins a second the company's login takes. */
  possible: number
  logins: number
  /** Logins in each second from the first on. */
  bySecond: number[]
  /** In the worst second, wherever it begins. */
  peak: number
  workers: number
}

const SHARE_MAX = 0.8
const WORKERS = 2
const ANSWERS_IN_MS = 5
const SECOND_MS = 1_000

/** How fast a crowd comes back that logs in at the very moment at which it is logged out. */
export async function loginRate(bench: LogoutBench, possible: number, seconds: number): Promise<LoginRate> {
  const subjects = Math.ceil(SHARE_MAX * possible * seconds)
  const backEnd = await bench.openBackEnd({ subjects, answersInMs: ANSWERS_IN_MS, hasCrowd: true })
  const authorityId = await backEnd.keep({ canInspect: true })
  const { id } = await beginLogout(bench, { authorityId, loginsPerSecond: possible, waves: 2 })
  const workers = Array.from({ length: WORKERS }, () => bench.startWorker())
  try {
    await untilOver(bench, id)
    const { loginsAt } = await backEnd.seen()
    return { possible, logins: loginsAt.length, ...rateOf(loginsAt), workers: WORKERS }
  } finally {
    await Promise.all(workers.map((worker) => worker.kill()))
    backEnd.close()
  }
}

/** Counts of whole seconds, and the most in any stretch of one second. */
export function rateOf(given: readonly number[]): { bySecond: number[]; peak: number } {
  const instants = given.toSorted((a, b) => a - b)
  const [first = 0] = instants
  const bySecond: number[] = []
  let [peak, from] = [0, 0]
  for (const [nth, at] of instants.entries()) {
    const second = Math.floor((at - first) / SECOND_MS)
    bySecond[second] = (bySecond[second] ?? 0) + 1
    while ((instants[from] ?? 0) <= at - SECOND_MS) from++
    peak = Math.max(peak, nth - from + 1)
  }
  return { bySecond: Array.from(bySecond, (count) => count ?? 0), peak }
}

export function judgeLogins({ possible, peak }: LoginRate): Check {
  const most = SHARE_MAX * possible
  return {
    name: `with ${figure(possible)} logins a second possible, at most ${figure(most)} come in any second (${figure(peak)})`,
    isHeld: peak <= most,
  }
}
