import { AppError } from "../../core/errors.ts"
import type { EpochScope } from "../../core/session-authority.ts"
import { type Conducted, goesOn, letGoOn, note } from "./conducted.ts"

/**
 * Sets a cut-off for many, which cannot be taken back, and asks for it again. Gives false where the logout does not go on
 * any more, or where it does not stand and no person has let it go on without. `whom` is as in "for everybody".
 */
export async function setEpoch(conducted: Conducted, scope: EpochScope, whom: string): Promise<boolean> {
  if (!(await goesOn(conducted))) return false
  const trouble = await trySetting(conducted, scope, whom)
  return (
    trouble === null || (await letGoOn(conducted, "epoch", [{ keys: [`epoch ${whom}`], words: trouble }]))
  )
}

async function trySetting(
  { authority, ...conducted }: Conducted,
  scope: EpochScope,
  whom: string,
): Promise<string | null> {
  const cutoff = conducted.logout.cutoff as Date
  try {
    await authority.setEpoch?.(scope, cutoff)
    const stands = (await authority.getEpoch?.(scope)) ?? null
    if (stands === null || stands < cutoff)
      return `The cut-off ${whom} does not stand: ${stands?.toISOString() ?? "nothing"} was answered when asked`
    const found = `The cut-off ${whom} stands at ${stands.toISOString()}, asked again after it was set`
    await note({ authority, ...conducted }, { what: "epoch", isGood: true, found, details: { whom } })
    return null
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return `The cut-off ${whom} could not be set: ${error.message}`
  }
}
