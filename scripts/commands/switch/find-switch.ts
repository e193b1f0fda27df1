import type { Context } from "../../../lib/core/context.ts"
import { AppError } from "../../../lib/core/errors.ts"

/** The switch that its back end knows by this name. */
export async function findSwitch(ctx: Context, key: string): Promise<{ id: string; label: string }> {
  const standing = await ctx.db.switch.findMany({ where: { removedAt: null }, orderBy: { key: "asc" } })
  const found = standing.find((one) => one.key === key)
  if (found) return found
  const known = standing.map((one) => one.key).join(", ")
  throw new AppError(
    "not_found",
    `There is no switch ${key}; there ${known === "" ? "is none at all" : `are ${known}`}`,
  )
}

/** `on` or `off` as a person typed it. */
export function stateOf(text: string): boolean {
  if (text === "on" || text === "off") return text === "on"
  throw new AppError("invalid", `${text}: write on or off`)
}
