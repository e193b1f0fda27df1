import { AppError } from "../../core/errors.ts"

/**
 * The cut-off that stands after it was raised, asked of whoever checks it: what the call itself answered is an echo.
 * @throws AppError unavailable where an earlier one stands than was asked for
 */
export async function confirmEpoch(asked: Date, ask: () => Promise<Date | null>): Promise<Date> {
  const standing = await ask()
  if (standing !== null && standing >= asked) return standing
  const has = standing === null ? "none" : standing.toISOString()
  throw new AppError(
    "unavailable",
    `The cut-off was raised to ${asked.toISOString()}, and whoever was asked then has ${has}: it is not relied upon`,
  )
}
