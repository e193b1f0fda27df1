import { setTimeout as wait } from "node:timers/promises"
import type {
  Capability,
  MintedCanary,
  SessionAuthority,
  TokenKind,
} from "../../../core/session-authority.ts"
import { capabilityInWords, kindWords } from "../capability-words.ts"
import { type Recorder, Unmet } from "./recorder.ts"

/** What is said to end at once is given this long besides. */
const GRACE_S = 1
/** A window that is longer than this is not waited for. */
const WAIT_S_MAX = 10
const AGAIN_MS = 200

/** A canary whose token is alive, or null where that could not be had: then nothing of it can be proved. */
export async function aliveCanary(
  recorder: Recorder,
  authority: SessionAuthority,
  kind: TokenKind,
  when: string,
  sub?: string,
): Promise<MintedCanary | null> {
  let canary: MintedCanary | null = null
  await recorder.step(`${kindWords[kind]}: a canary is alive ${when}`, async () => {
    const minted = await authority.mintCanary(kind, sub)
    if (sub !== undefined && minted.sub !== sub)
      throw new Unmet("Another account's token was minted than was asked for")
    await demandAlive(authority, minted)
    canary = minted
    return `minted, and taken by ${minted.relyingParty}`
  })
  return canary
}

/** @throws Unmet where the token is not taken: before, the test is void; afterwards, it is an outage */
export async function demandAlive(authority: SessionAuthority, canary: MintedCanary): Promise<void> {
  const { verdict, reason } = await authority.probe(canary)
  if (verdict !== "alive") throw new Unmet(`The token is ${verdictWords[verdict]} (${reason})`)
}

/** Sees that a canary is dead as soon as the authority says, or lives on as it says. */
export async function expectDead(
  recorder: Recorder,
  authority: SessionAuthority,
  canary: MintedCanary,
  said: Capability,
  when: string,
): Promise<void> {
  const what = kindWords[canary.kind]
  await recorder.step(`${what}: the canary is dead ${when}`, async () => {
    const patienceS = said.effect === "immediate" ? Math.min(said.windowS ?? 0, WAIT_S_MAX) + GRACE_S : 0
    const { verdict, reason } = await dyingVerdict(authority, canary, patienceS)
    if (verdict === "dead") return reason
    if (verdict === "error") throw new Unmet(`It cannot be told (${reason}); an error is never dead`)
    if (said.effect === "immediate")
      throw new Unmet(
        `The token is still taken after ${patienceS} s (${reason}): ${capabilityInWords(said)} is not so`,
      )
    return `${capabilityInWords(said)}, as declared: still taken, and not waited for`
  })
}

async function dyingVerdict(authority: SessionAuthority, canary: MintedCanary, patienceS: number) {
  const until = performance.now() + patienceS * 1000
  for (;;) {
    const verdict = await authority.probe(canary)
    if (verdict.verdict !== "alive" || performance.now() >= until) return verdict
    await wait(AGAIN_MS)
  }
}

const verdictWords = { dead: "refused", error: "neither taken nor refused", alive: "taken" } as const
