import type { Context } from "../../../lib/core/context.ts"
import { AppError } from "../../../lib/core/errors.ts"
import { isUuid } from "../../../lib/core/is-uuid.ts"
import { getIncident } from "../../../lib/incidents/get-incident.ts"
import { incidentName } from "../../../lib/incidents/schemas.ts"
import { getPlannedRun } from "../../../lib/notices/audience/get-planned-run.ts"
import { listPlannedRuns, type NoticeRun } from "../../../lib/notices/audience/list-planned-runs.ts"

/** A run with the name that people call it by, such as INC-7/2. */
export interface NamedRun {
  run: NoticeRun
  name: string
}

/** The run that is meant by its id or by `INC-7/2`: the second run of letters of that incident. */
export async function findRun(ctx: Context, named: string): Promise<NamedRun> {
  if (isUuid(named)) {
    const run = await getPlannedRun(ctx, named)
    const incident = await ctx.db.incident.findUniqueOrThrow({ where: { id: run.incidentId } })
    return { run, name: runName(incident, run) }
  }
  const [, incidentPart = "", number = ""] = /^(INC-[1-9]\d{0,8})\/([1-9]\d{0,8})$/i.exec(named) ?? []
  if (number === "") throw new AppError("invalid", `${named}: name a run by its id or like INC-7/2`)
  const incident = await getIncident(ctx, incidentPart.toUpperCase())
  const run = (await listPlannedRuns(ctx, incident.id)).find((one) => one.number === Number(number))
  if (!run)
    throw new AppError("not_found", `${incidentName(incident.number)} has no run of letters ${number}`)
  return { run, name: runName(incident, run) }
}

export function runName(incident: { number: number }, run: { number: number }): string {
  return `${incidentName(incident.number)}/${run.number}`
}
