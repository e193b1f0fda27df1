import type { Context } from "../core/context.ts"
import { AppError } from "../core/errors.ts"
import { parseIncidentName } from "./schemas.ts"

/** The incident that people call `INC-7`. Throws not_found where there is none. */
export async function getIncident(ctx: Context, name: string) {
  const number = parseIncidentName(name)
  const incident = number === null ? null : await ctx.db.incident.findUnique({ where: { number } })
  if (!incident) throw new AppError("not_found", `There is no incident ${name}`)
  return incident
}
