import type { EpochScope, MintedCanary, SessionAuthority } from "../../../core/session-authority.ts"
import { aliveCanary, expectDead } from "./check-canary.ts"
import { nextSecond } from "./next-second.ts"
import { type Recorder, Skipped, UNSIGNED, Unmet } from "./recorder.ts"

const BACK_MS = 60 * 60_000

/** Sees that a cut-off of a canary account refuses what is older, is asked rather than echoed, and never moves back. */
export async function checkEpochs(
  recorder: Recorder,
  authority: SessionAuthority,
  canary: MintedCanary | null,
): Promise<void> {
  const raise = authority.setEpoch?.bind(authority)
  const scope: EpochScope = { scope: "subject", sub: canary?.sub ?? "" }
  let cutoff = new Date()
  const isRaised = await recorder.step("A cut-off moves forward, and is there when asked", async () => {
    if (!raise) throw new Skipped(authority.isUnsigned ? UNSIGNED : "This authority keeps no cut-offs")
    // A scope that an authority does not have is no fault of it.
    if (authority.epochScopes && !authority.epochScopes.includes(scope.scope))
      throw new Skipped("This authority has no cut-off for one subject alone")
    if (!canary) throw new Skipped("It is tried on a canary account alone, and there is none")
    cutoff = await nextSecond()
    const standing = await raise(scope, cutoff)
    if (standing < cutoff) throw new Unmet(`${standing.toISOString()} stands, which is earlier`)
    return `${standing.toISOString()} stands`
  })
  if (!raise || !canary || !isRaised) return
  // A cut-off is an order to whoever takes tokens: what they do with older ones is not a matter of expiry.
  const atOnce = { kind: canary.kind, effect: "immediate", windowS: 5 } as const
  await expectDead(recorder, authority, canary, atOnce, "once a cut-off is later than it")
  await recorder.step("A cut-off never moves back", async () => {
    const earlier = new Date(cutoff.getTime() - BACK_MS)
    const standing = await raise(scope, earlier)
    const asked = (await authority.getEpoch?.(scope)) ?? null
    const lowest = asked === null || asked < standing ? asked : standing
    if (lowest === null || lowest < cutoff)
      throw new Unmet(`It went back from ${cutoff.toISOString()} to ${lowest?.toISOString() ?? "none"}`)
    return `${lowest.toISOString()} still stands`
  })
  await nextSecond()
  await aliveCanary(recorder, authority, canary.kind, "that is younger than the cut-off", canary.sub)
}
