import { AppError } from "../../core/errors.ts"
import type { TokenKind } from "../../core/session-authority.ts"
import { listCanaries, mint, probe } from "./canaries.ts"
import { type Conducted, note } from "./conducted.ts"

/** Kinds in the order in which they say most about whether people can come back. */
const PREFERRED: readonly TokenKind[] = ["opaque", "jwt", "refresh", "session", "offline"]

/** Whether a login made just now is taken: were it not, the logout would be an outage. null where it cannot be tried. */
export async function tryFresh(conducted: Conducted): Promise<{ isTaken: boolean; reason: string } | null> {
  const kind = PREFERRED.find((one) => conducted.plan.canaryKinds.includes(one))
  return kind === undefined ? null : await tryKind(conducted, kind)
}

/** Mints a token of each kind for the account whose old ones are dead, and sees whether it is taken. */
export async function tryAllFresh(
  conducted: Conducted,
): Promise<{ kind: TokenKind; isTaken: boolean; reason: string }[]> {
  const tried = []
  for (const kind of conducted.plan.canaryKinds) tried.push({ kind, ...(await tryKind(conducted, kind)) })
  return tried
}

async function tryKind(conducted: Conducted, kind: TokenKind): Promise<{ isTaken: boolean; reason: string }> {
  try {
    const beside = (await listCanaries(conducted)).find(({ role }) => role === "late")
    const canary = await mint(conducted, kind, "fresh", beside)
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
