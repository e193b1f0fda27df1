import { type EpochTrials, epochTrials, judgeEpochs } from "./logout/epoch-trials.ts"
import { judgeKills, type KilledRun, killedAtBackEnd, killedAtProvider } from "./logout/kills.ts"
import { type Loaded, underLoad } from "./logout/load.ts"
import { judgeLogins, type LoginRate, loginRate } from "./logout/login-rate.ts"
import { type LogoutBench, type OpenProvider, openBench } from "./logout/open-bench.ts"
import type { LogoutPart } from "./logout/parts.ts"
import { type ProviderRate, providerRate } from "./logout/provider-rate.ts"
import { bareThroughput, type Throughput, workerThroughput } from "./logout/throughput.ts"
import type { Check } from "./measured.ts"
import { medianOf } from "./percentiles.ts"

export interface LogoutBenchOptions {
  subjects: number
  pairs: number
  trials: number
  kills: number
  /** How long each run lasts whose logins are counted. */
  seconds: number
  parts: readonly LogoutPart[]
  onStep: (text: string) => void
}

/** A worker and a bare loop, one right after the other. */
export interface RatePair {
  /** Whether each subject is inspected first, by both. */
  inspects: boolean
  worker: Loaded<Throughput>
  bare: Loaded<Throughput>
}

export interface LogoutBenchReport {
  pairs: RatePair[]
  provider: Loaded<ProviderRate> | null
  epochs: Loaded<EpochTrials> | null
  kills: Loaded<KilledRun>[]
  logins: Loaded<LoginRate>[]
  checks: Check[]
}

const RATIO_MIN = 0.8
const ANSWERS_IN_MS = 5
/** Subjects that are logged out between two kills, and accounts whose tokens one write is to refuse. */
const PER_KILL = 150
const PER_TRIAL = 10
const LOGINS_POSSIBLE = [50, 200, 1_000]

/**
 * Measures what one worker logs out beside a bare loop, at the embedded provider, by one cut-off, while workers are killed,
 * and how fast everybody comes back.
 * @throws AppError unavailable when the database or a far side does not start
 */
export async function benchLogout(options: LogoutBenchOptions): Promise<LogoutBenchReport> {
  const has = (part: LogoutPart) => options.parts.includes(part)
  const bench = await openBench()
  try {
    const pairs = has("rate") ? await ratePairs(bench, options) : []
    const logins = has("logins") ? await loginRates(bench, options) : []
    const kills: Loaded<KilledRun>[] = []
    if (has("kills")) kills.push(await underLoad(() => killedAtBackEnd(bench, killSettings(options))))
    const far = has("provider") || has("epochs") || has("kills") ? await bench.openProvider() : null
    try {
      const provided = far === null ? null : await withProvider(bench, far, options, kills)
      const report = { pairs, logins, kills, provider: null, epochs: null, ...provided }
      return { ...report, checks: judge(report, options) }
    } finally {
      await far?.close()
    }
  } finally {
    await bench.close()
  }
}

/** All that needs the embedded provider; cut-offs for everybody come last, for they never move back. */
async function withProvider(
  bench: LogoutBench,
  far: OpenProvider,
  options: LogoutBenchOptions,
  kills: Loaded<KilledRun>[],
) {
  const { parts, subjects, trials, onStep } = options
  if (parts.includes("kills"))
    kills.push(await underLoad(() => killedAtProvider(bench, far, killSettings(options))))
  const rate = async () => {
    onStep(`${subjects} accounts of the embedded provider`)
    return await providerRate(bench, far, subjects)
  }
  const provider = parts.includes("provider") ? await underLoad(rate) : null
  const settings = { trials, accounts: trials * PER_TRIAL, onStep }
  const epochs = parts.includes("epochs") ? await underLoad(() => epochTrials(bench, far, settings)) : null
  return { provider, epochs }
}

async function ratePairs(
  bench: LogoutBench,
  { pairs, subjects, onStep }: LogoutBenchOptions,
): Promise<RatePair[]> {
  const measured: RatePair[] = []
  for (const inspects of [false, true])
    for (let nth = 1; nth <= (inspects ? 1 : pairs); nth++) {
      const how = inspects ? "with a look before each call" : "calls alone"
      const backEnd = await bench.openBackEnd({ subjects, answersInMs: ANSWERS_IN_MS, hasCrowd: false })
      onStep(`a bare loop, ${how}, ${nth} of ${inspects ? 1 : pairs}`)
      const bare = await underLoad(() => bareThroughput(bench, backEnd, subjects, { inspects }))
      backEnd.close()
      const other = await bench.openBackEnd({ subjects, answersInMs: ANSWERS_IN_MS, hasCrowd: false })
      onStep(`a worker, ${how}, ${nth} of ${inspects ? 1 : pairs}`)
      const worker = await underLoad(() => workerThroughput(bench, other, { canInspect: inspects }))
      other.close()
      measured.push({ inspects, worker, bare })
    }
  return measured
}

async function loginRates(
  bench: LogoutBench,
  { seconds, onStep }: LogoutBenchOptions,
): Promise<Loaded<LoginRate>[]> {
  const rates: Loaded<LoginRate>[] = []
  for (const possible of LOGINS_POSSIBLE) {
    onStep(`everybody comes back, where ${possible} logins a second are possible`)
    rates.push(await underLoad(() => loginRate(bench, possible, seconds)))
  }
  return rates
}

function killSettings({ kills, onStep }: LogoutBenchOptions) {
  return { subjects: Math.max(500, PER_KILL * kills), kills, onStep }
}

export function ratioOf({ worker, bare }: RatePair): number {
  return worker.value.perS / bare.value.perS
}

function judge(report: Omit<LogoutBenchReport, "checks">, { kills: wanted }: LogoutBenchOptions): Check[] {
  const { pairs, epochs, kills, logins } = report
  const ratio = medianOf(pairs.filter(({ inspects }) => !inspects).map(ratioOf))
  return [
    ...(pairs.length === 0
      ? []
      : [
          {
            name: `a worker ends at least ${RATIO_MIN} of what a bare loop does (${ratio.toFixed(2)})`,
            isHeld: ratio >= RATIO_MIN,
          },
        ]),
    ...(epochs === null ? [] : judgeEpochs(epochs.value)),
    ...kills.flatMap(({ value }) => judgeKills(value, wanted)),
    ...logins.map(({ value }) => judgeLogins(value)),
  ]
}
