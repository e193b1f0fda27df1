import { figure } from "../../lib/core/figure.ts"
import { textTable } from "../terminal/table.ts"
import type { Check } from "./measured.ts"
import { openBench } from "./notices/open-bench.ts"
import { bareThroughput, type Throughput, workerThroughput } from "./notices/throughput.ts"
import { type WithMillions, withMillions } from "./notices/with-millions.ts"
import { medianOf } from "./percentiles.ts"

export interface NoticesBenchOptions {
  letters: number
  pairs: number
  queued: number
  onStep: (text: string) => void
}

export interface NoticesReport {
  pairs: { worker: Throughput; bare: Throughput }[]
  lettersPerS: number
  /** Of a worker's letters a second to those of nodemailer's pool. */
  ratio: number
  millions: WithMillions
  checks: Check[]
}

const PER_SECOND_MIN = 1_500
const MORE_MIB_MAX = 200
const PROGRESS_MS_MAX = 50
/** A measured memory that grows by less than this in a minute is flat. */
const GROWTH_MIB_MAX = 50

/**
 * Measures what one worker sends beside nodemailer's own pool, and what it takes with millions of letters queued.
 * @throws AppError unavailable when the database or the sink does not start
 */
export async function benchNotices(options: NoticesBenchOptions): Promise<NoticesReport> {
  const { letters, queued, onStep } = options
  const bench = await openBench()
  try {
    const pairs: NoticesReport["pairs"] = []
    for (let nth = 1; nth <= options.pairs; nth++) {
      onStep(`a worker, ${nth} of ${options.pairs}`)
      const worker = await workerThroughput(bench, letters)
      onStep(`nodemailer's pool, ${nth} of ${options.pairs}`)
      pairs.push({ worker, bare: await bareThroughput(bench, letters) })
    }
    const millions = await withMillions(bench, queued, onStep)
    const lettersPerS = medianOf(pairs.map(({ worker }) => worker.lettersPerS))
    const ratio = medianOf(pairs.map(({ worker, bare }) => worker.lettersPerS / bare.lettersPerS))
    return { pairs, lettersPerS, ratio, millions, checks: judge(lettersPerS, millions) }
  } finally {
    await bench.close()
  }
}

function judge(
  lettersPerS: number,
  { idleMiB, firstMiB, lastMiB, peakMiB, progress }: WithMillions,
): Check[] {
  const more = peakMiB - idleMiB
  const growth = lastMiB - firstMiB
  return [
    {
      name: `a worker sends at least ${figure(PER_SECOND_MIN)} letters a second (${figure(Math.round(lettersPerS))})`,
      isHeld: lettersPerS >= PER_SECOND_MIN,
    },
    {
      name: `with millions queued it takes less than ${MORE_MIB_MAX} MiB more than idle (${more.toFixed(0)})`,
      isHeld: more < MORE_MIB_MAX,
    },
    {
      name: `and no more at the end of a minute than at its beginning (${growth.toFixed(0)} MiB)`,
      isHeld: growth < GROWTH_MIB_MAX,
    },
    {
      name: `progress is read in less than ${PROGRESS_MS_MAX} ms (95 of 100: ${progress.p95Ms.toFixed(0)} ms)`,
      isHeld: progress.p95Ms < PROGRESS_MS_MAX,
    },
  ]
}

/** The report as text for people. */
export function noticesText({ pairs, ratio, millions, checks }: NoticesReport): string {
  const perS = ({ lettersPerS }: Throughput) => figure(Math.round(lettersPerS))
  const rows = pairs.map(({ worker, bare }, nth) => [
    `pair ${nth + 1}`,
    perS(worker),
    perS(bare),
    (worker.lettersPerS / bare.lettersPerS).toFixed(2),
    figure(worker.bytesEach),
  ])
  const { queued, planS, idleMiB, firstMiB, lastMiB, peakMiB, letters, progress } = millions
  return [
    "Letters a second, from one process to the local sink",
    textTable(rows, ["", "worker", "nodemailer’s pool", "ratio", "bytes each"]),
    `\nMedian ratio ${ratio.toFixed(2)}`,
    `\nWith ${figure(queued)} letters queued (planned in ${planS.toFixed(0)} s)`,
    `memory of the worker and its engine: ${idleMiB.toFixed(0)} MiB idle; while ${figure(letters)} letters left in a minute ${firstMiB.toFixed(0)} MiB in its first third, ${lastMiB.toFixed(0)} in its last, at most ${peakMiB.toFixed(0)}`,
    `progress read in ${progress.p50Ms.toFixed(1)} ms (median), ${progress.p95Ms.toFixed(1)} (95 of 100), ${progress.maxMs.toFixed(1)} at most`,
    "\nChecks",
    ...checks.map(({ name, isHeld }) => `  ${isHeld ? "held  " : "BROKEN"}  ${name}`),
    "",
  ].join("\n")
}
