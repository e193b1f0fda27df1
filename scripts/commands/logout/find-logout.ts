import { getLogout, getLogoutByNumber, type Logout } from "../../../lib/containment/logout/logout-run.ts"
import type { Context } from "../../../lib/core/context.ts"
import { AppError } from "../../../lib/core/errors.ts"
import { isUuid } from "../../../lib/core/is-uuid.ts"
import { getIncident } from "../../../lib/incidents/get-incident.ts"
import { incidentName } from "../../../lib/incidents/schemas.ts"

/** A logout with the name that people call it by, such as INC-7/L2. */
export interface NamedLogout {
  run: Logout
  name: string
}

/** The logout that is meant by its id or by `INC-7/L2`: the second one of that incident. */
export async function findLogout(ctx: Context, named: string): Promise<NamedLogout> {
  if (isUuid(named)) {
    const run = await getLogout(ctx, named)
    const incident = await ctx.db.incident.findUniqueOrThrow({ where: { id: run.incidentId } })
    return { run, name: logoutName(incident, run) }
  }
  const [, incidentPart = "", number = ""] = /^(INC-[1-9]\d{0,8})\/L([1-9]\d{0,8})$/i.exec(named) ?? []
  if (number === "") throw new AppError("invalid", `${named}: name a logout by its id or like INC-7/L2`)
  const incident = await getIncident(ctx, incidentPart.toUpperCase())
  const name = logoutName(incident, { number: Number(number) })
  const run = await getLogoutByNumber(ctx, incident.id, Number(number)).catch((error: unknown) => {
    throw error instanceof AppError && error.code === "not_found"
      ? new AppError("not_found", `There is no logout ${name}`)
      : error
  })
  return { run, name }
}

export function logoutName(incident: { number: number }, run: { number: number }): string {
  return `${incidentName(incident.number)}/L${run.number}`
}
