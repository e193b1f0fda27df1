import { figure } from "../../../lib/core/figure.ts"
import { textTable } from "../../terminal/table.ts"
import type { LogoutBenchReport, RatePair } from "../logout.ts"
import { ratioOf } from "../logout.ts"
import { type EpochTrials, refusedPercentiles } from "./epoch-trials.ts"
import type { KilledRun } from "./kills.ts"
import { type Loaded, loadWords } from "./load.ts"
import type { LoginRate } from "./login-rate.ts"
import type { ProviderRate } from "./provider-rate.ts"

const LOAD = "load"

/** The report as text for people; `load` is how many processes waited for a processor meanwhile. */
export function logoutText(report: LogoutBenchReport): string {
  const { pairs, provider, epochs, kills, logins, checks } = report
  return [
    ...(pairs.length === 0 ? [] : pairsText(pairs)),
    ...(provider === null ? [] : providerText(provider)),
    ...(epochs === null ? [] : epochsText(epochs)),
    ...(kills.length === 0 ? [] : killsText(kills)),
    ...(logins.length === 0 ? [] : loginsText(logins)),
    "\nChecks",
    ...checks.map(({ name, isHeld }) => `  ${isHeld ? "held  " : "BROKEN"}  ${name}`),
    "",
  ].join("\n")
}

function pairsText(pairs: readonly RatePair[]): string[] {
  const cpu = (ms: number | null) => (ms === null ? "not known" : `${ms.toFixed(2)} ms`)
  const rows = pairs.map((pair) => [
    pair.inspects ? "each inspected first, by both" : "calls alone",
    figure(pair.worker.value.subjects),
    figure(Math.round(pair.worker.value.perS)),
    figure(Math.round(pair.bare.value.perS)),
    ratioOf(pair).toFixed(2),
    cpu(pair.worker.value.cpuMsEach),
    cpu(pair.bare.value.cpuMsEach),
    `${loadWords(pair.worker)}, ${loadWords(pair.bare)}`,
  ])
  const header = ["", "subjects", "worker/s", "bare/s", "ratio", "worker's CPU each", "bare CPU each", LOAD]
  return ["Subjects a second at a back end that answers in 5 ms", textTable(rows, header)]
}

function providerText(loaded: Loaded<ProviderRate>): string[] {
  const { subjects, perS, wholeS, seedS } = loaded.value
  return [
    "\nThe embedded provider, many in one request",
    `${figure(subjects)} accounts (seeded in ${seedS.toFixed(0)} s): ${figure(Math.round(perS))} a second; ${wholeS.toFixed(0)} s from its beginning until it was closed; ${LOAD} ${loadWords(loaded)}`,
  ]
}

function epochsText(loaded: Loaded<EpochTrials>): string[] {
  const { refusedAfterMs, accounts, tokens, refused, fresh, freshRefused } = loaded.value
  const { p50Ms, p99Ms, maxMs } = refusedPercentiles(loaded.value)
  const s = (ms: number) => `${(ms / 1_000).toFixed(2)} s`
  return [
    "\nOne write contains all",
    `an old JWT is refused ${s(p50Ms)} after the cut-off was sent (median of ${refusedAfterMs.length}), ${s(p99Ms)} (99 of 100), ${s(maxMs)} at most`,
    `${figure(refused)} of ${figure(tokens)} old tokens of every kind, of ${figure(accounts)} accounts, were refused after one write, and ${freshRefused} of ${fresh} younger ones; ${LOAD} ${loadWords(loaded)}`,
  ]
}

function killsText(kills: readonly Loaded<KilledRun>[]): string[] {
  const rows = kills.map((loaded) => {
    const { name, subjects, kills: count, underWay, seconds, ended, logins, young, left, lost } = loaded.value
    const { accepted, verified, rejected, unknown } = ended.states
    return [
      ...[name, figure(subjects), figure(count), figure(underWay)],
      ...[figure(accepted + verified), figure(rejected), figure(unknown), figure(lost)],
      ...[figure(logins), figure(young), figure(left), `${seconds.toFixed(0)} s`, loadWords(loaded)],
    ]
  })
  const done = ["done", "failed", "unknown", "lost"]
  const far = ["came back", "ended young", "kept an old one", "took", LOAD]
  const pauses = kills.flatMap(({ value }) =>
    value.ended.pauses.map((why) => `  ${value.name} paused: ${why}`),
  )
  return [
    "\nWorkers killed while everybody comes back at once",
    textTable(rows, ["at", "subjects", "kills", "under way then", ...done, ...far]),
    ...pauses,
  ]
}

function loginsText(logins: readonly Loaded<LoginRate>[]): string[] {
  return [
    "\nLogins of a crowd that comes back at once",
    ...logins.flatMap((loaded) => {
      const { possible, logins: count, bySecond, peak, workers } = loaded.value
      return [
        `${figure(possible)} a second possible: ${figure(count)} logins, ${figure(peak)} in the worst second (${((peak / possible) * 100).toFixed(0)} %), ${workers} workers; ${LOAD} ${loadWords(loaded)}`,
        `  by second: ${bySecond.join(" ")}`,
      ]
    }),
  ]
}
