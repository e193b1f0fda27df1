import { AppError } from "../../core/errors.ts"
import type { TokenKind } from "../../core/session-authority.ts"
import { type CanaryTarget, canaryTargets } from "../logout/effects.ts"
import { listCanaries, mint, probe } from "./canaries.ts"
import { type Conducted, note } from "./conducted.ts"

/** Kinds in the order in which they say most about whether people can come back. */
const PREFERRED: readonly TokenKind[] = ["opaque", "jwt", "refresh", "session", "offline"]

/** Whether a login made just now is taken: were it not, the logout would be an outage. null where it cannot be tried. */
export async function tryFresh(conducted: Conducted): Promise<{ isTaken: boolean; reason: string } | null> {
  const targets = canaryTargets(conducted.plan)
  const target = PREFERRED.flatMap((kind) => targets.filter((one) => one.kind === kind))[0]
  return target === undefined ? null : await tryTarget(conducted, target)
}

/** Mints a token of each kind for the account whose old ones are dead, and sees whether it is taken. */
export async function tryAllFresh(
  conducted: Conducted,
): Promise<{ kind: TokenKind; isTaken: boolean; reason: string }[]> {
  const tried = []
  for (const target of canaryTargets(conducted.plan))
    tried.push({ kind: target.kind, ...(await tryTarget(conducted, target)) })
  return tried
}

async function tryTarget(
  conducted: Conducted,
  target: CanaryTarget,
): Promise<{ isTaken: boolean; reason: string }> {
  const { kind } = target
  try {
    const beside = (await listCanaries(conducted)).find(({ role }) => role === "late")
    const canary = await mint(conducted, target, "fresh", beside)
    const { verdict, reason } = await probe(conducted, canary, "after")
    const isTaken = verdict === "alive"
    const found = isTaken
      ? `A fresh token of kind ${kind} is taken at ${canary.relyingParty}`
      : `A fresh token of kind ${kind} is not taken at ${canary.relyingParty}: ${reason}`
    await note(conducted, { what: "canary", isGood: isTaken, found })
    return { isTaken, reason }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { isTaken: false, reason: error.message }
  }
}
