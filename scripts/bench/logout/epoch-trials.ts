import { setTimeout as wait } from "node:timers/promises"
import { type MintedCanary, type SessionAuthority, tokenKinds } from "../../../lib/core/session-authority.ts"
import { authoritiesOf } from "../../../lib/platform/authorities/open-authority.ts"
import type { Check } from "../measured.ts"
import type { LogoutBench, OpenProvider } from "./open-bench.ts"

export interface EpochTrials {
  /** From the moment at which the cut-off was sent until the app first refused an old token. */
  refusedAfterMs: number[]
  /** Tokens of so many accounts, of every kind, that one more write was to refuse. */
  accounts: number
  tokens: number
  refused: number
  /** Tokens of logins after the cut-off that were refused with them. */
  freshRefused: number
  fresh: number
}

/** Goal: what stands beside it in the report. */
const REFUSED_MS_MAX = 5_000
const SECOND_MS = 1_000
/** Nobody is asked for longer. */
const GIVE_UP_MS = 30_000
const LOOK_EVERY_MS = 10
const AT_ONCE = 10

/** Raises the cut-off for everybody again and again, and looks how long an app takes an old self-contained token. */
export async function epochTrials(
  bench: LogoutBench,
  { issuer, relyingPartyUrl, bearer }: OpenProvider,
  { trials, accounts, onStep }: { trials: number; accounts: number; onStep: (text: string) => void },
): Promise<EpochTrials> {
  const open = authoritiesOf(bench.config)
  const authority = open({ kind: "oidc_provider", settings: { issuer, relyingPartyUrl }, secret: { bearer } })
  try {
    const refusedAfterMs: number[] = []
    for (let nth = 0; nth < trials; nth++) {
      if (nth % 20 === 0) onStep(`${nth} of ${trials} cut-offs`)
      refusedAfterMs.push(await oneTrial(authority))
    }
    onStep(`tokens of ${accounts} accounts`)
    return { refusedAfterMs, ...(await containedByOne(authority, accounts)) }
  } finally {
    await authority.close()
  }
}

async function oneTrial(authority: SessionAuthority): Promise<number> {
  const canary = await authority.mintCanary("jwt")
  if ((await authority.probe(canary)).verdict !== "alive")
    throw new Error("a token was dead before its cut-off")
  const cutoff = await nextSecond()
  // The app asks once a second: at no moment of that second in particular.
  await wait(Math.random() * SECOND_MS)
  const beganAt = performance.now()
  await authority.setEpoch?.({ scope: "global" }, cutoff)
  for (;;) {
    const { verdict } = await authority.probe(canary)
    const tookMs = performance.now() - beganAt
    if (verdict === "dead") return tookMs
    if (tookMs > GIVE_UP_MS) return Number.POSITIVE_INFINITY
    await wait(LOOK_EVERY_MS)
  }
}

/** One write, and then every kind of token of many accounts at the app. */
async function containedByOne(authority: SessionAuthority, accounts: number) {
  const mint = (nth: number) => authority.mintCanary(tokenKinds[nth % tokenKinds.length] ?? "jwt")
  const old = await inTurns(accounts, mint)
  const cutoff = await nextSecond()
  await authority.setEpoch?.({ scope: "global" }, cutoff)
  await wait(REFUSED_MS_MAX)
  const refused = await countDead(authority, old)
  const young = await inTurns(Math.ceil(accounts / AT_ONCE), mint)
  return {
    accounts,
    tokens: old.length,
    refused,
    fresh: young.length,
    freshRefused: await countDead(authority, young),
  }
}

async function countDead(authority: SessionAuthority, canaries: readonly MintedCanary[]): Promise<number> {
  const verdicts = await inTurns(canaries.length, async (nth) => {
    const canary = canaries[nth]
    return canary && (await authority.probe(canary)).verdict
  })
  return verdicts.filter((verdict) => verdict === "dead").length
}

async function inTurns<T>(count: number, work: (nth: number) => Promise<T>): Promise<T[]> {
  const done: T[] = []
  for (let at = 0; at < count; at += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - at) }, (_, nth) => work(at + nth))
    done.push(...(await Promise.all(some)))
  }
  return done
}

/** The next whole second, once it is there: tokens of before are older than it. */
async function nextSecond(): Promise<Date> {
  const at = (Math.floor(Date.now() / SECOND_MS) + 1) * SECOND_MS
  await wait(at - Date.now() + 1)
  return new Date(at)
}

export function refusedPercentiles({ refusedAfterMs }: EpochTrials) {
  const sorted = refusedAfterMs.toSorted((a, b) => a - b)
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return { p50Ms: at(0.5), p99Ms: at(0.99), maxMs: sorted.at(-1) ?? Number.NaN }
}

export function judgeEpochs(trials: EpochTrials): Check[] {
  const { p99Ms } = refusedPercentiles(trials)
  const { tokens, refused, fresh, freshRefused } = trials
  return [
    {
      name: `an app that asks for cut-offs refuses an old token within ${REFUSED_MS_MAX / SECOND_MS} s, 99 of 100 times (${(p99Ms / SECOND_MS).toFixed(2)} s)`,
      isHeld: p99Ms <= REFUSED_MS_MAX,
    },
    { name: `one write refuses every old token (${refused} of ${tokens})`, isHeld: refused === tokens },
    { name: `and none of those that are younger (${freshRefused} of ${fresh})`, isHeld: freshRefused === 0 },
  ]
}
