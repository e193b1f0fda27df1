import { textTable } from "../terminal/table.ts"
import type { Check } from "./measured.ts"
import { type FaultyRun, faultyRun } from "./notices/faulty-run.ts"
import { judgeFaults } from "./notices/judge-faults.ts"
import { openBench } from "./notices/open-bench.ts"
import { judgeRate, type RateRun, rateRun } from "./notices/rate-run.ts"

export interface NoticesFaultsOptions {
  letters: number
  kills: number
  drops: number
  restarts: number
  perSecond: number
  /** Of the run whose rate is looked at. */
  rate: number
  onStep: (text: string) => void
}

export interface NoticesFaultsReport {
  faults: FaultyRun
  rate: RateRun
  checks: Check[]
}

const WORKERS = 2
const RATE_WORKERS = 4

/**
 * Sends letters while workers are killed, connections are dropped after the final dot and the database is restarted, and
 * counts them in the sink; then looks at the rate of several processes.
 * @throws AppError unavailable when the database or the sink does not start
 */
export async function benchNoticesFaults(options: NoticesFaultsOptions): Promise<NoticesFaultsReport> {
  const { letters, drops, kills, restarts, perSecond, onStep } = options
  const bench = await openBench()
  try {
    const faults = await faultyRun(bench, {
      letters: [
        { name: "looked-up", count: letters, drops, hasLookUp: true },
        { name: "unasked", count: Math.ceil(letters / 5), drops: Math.ceil(drops / 5), hasLookUp: false },
        {
          name: "control",
          count: Math.ceil(letters / 20),
          drops: Math.ceil(drops / 5),
          hasLookUp: false,
          isNaive: true,
        },
      ],
      seconds: letters / perSecond,
      workers: WORKERS,
      kills,
      restarts,
      onStep,
    })
    onStep(`looking at the rate of ${RATE_WORKERS} processes`)
    const rate = await rateRun(bench, { perSecond: options.rate, workers: RATE_WORKERS })
    return { faults, rate, checks: [...judgeFaults(faults), ...judgeRate(rate)] }
  } finally {
    await bench.close()
  }
}

/** The report as text for people. */
export function noticesFaultsText({ faults, rate, checks }: NoticesFaultsReport): string {
  const { runs, seconds, underWay, drops, restarts, takeOverS } = faults
  const head = ["", "letters", "accepted", "unknown, of them there", "twice", "missing"]
  const rows = runs.map(({ name, count, verdict }) => [
    name,
    String(count),
    String(verdict.states.accepted ?? 0),
    `${verdict.states.unknown ?? 0}, ${verdict.unknownThere}`,
    String(verdict.duplicates),
    String(verdict.missing),
  ])
  const bites = underWay.filter((one) => one > 0).length
  const sum = underWay.reduce((total, one) => total + one, 0)
  const slowest = Math.max(0, ...takeOverS).toFixed(1)
  return [
    "Letters under faults",
    textTable(rows, head),
    `\n${WORKERS} workers, ${seconds.toFixed(0)} s; ${underWay.length} kills, ${bites} of them with letters under way (${sum} in all); ${drops} connections dropped after the final dot; the database restarted ${restarts} times; what a dead worker had was taken over after at most ${slowest} s`,
    "\nRate",
    `${rate.workers} workers at ${rate.perSecond}/s: at most ${rate.most1S} in a second, ${rate.most10S} in ten; ${(rate.minuteShare * 100).toFixed(1)} % of the rate over a minute`,
    "\nChecks",
    ...checks.map(({ name, isHeld }) => `  ${isHeld ? "held  " : "BROKEN"}  ${name}`),
    "",
  ].join("\n")
}
