import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { revealedUntil } from "../identities/identify.ts"
import { viewOf } from "./export-columns.ts"
import { type ExportRequest, exportCsv } from "./export-csv.ts"
import type { Result } from "./result.ts"
import { serialiseExposuresQuery, serialisePeopleQuery } from "./schemas.ts"

/**
 * A list of a result to take away, as exportCsv has it. The entry, which says which list of which rows and whether it
 * names people, is there before the first piece. Refuses whoever may not see what the list tells.
 */
export async function exportList(
  ctx: Context,
  result: Result,
  request: ExportRequest,
): Promise<AsyncGenerator<string>> {
  demand(ctx.actor, viewOf[request.list])
  const isNamed = (await revealedUntil(ctx, result)) !== null
  const details = {
    list: request.list,
    revision: result.revision.number,
    asked: askedOf(request),
    named: isNamed ? "yes" : "no",
  }
  await ctx.mutate("list.export", { incidentId: result.incident.id, details }, async () => {})
  return exportCsv(ctx, result, request, isNamed)
}

/** Which rows, as an address asks for them. */
function askedOf(request: ExportRequest): string {
  if (request.list === "people") return serialisePeopleQuery(withoutText(request.query)).toString()
  if (request.list === "exposures") return serialiseExposuresQuery(withoutText(request.query)).toString()
  return request.list === "moved" ? `with=${request.before.revision.number}` : ""
}

/** What was typed in place of a pseudonym may be a name or an address: no entry keeps that. */
function withoutText<Q extends { search: string; person?: string }>(query: Q): Q {
  const kept = (text: string) => (/^P(-[0-9A-Z]{0,4}){0,3}$/i.test(text) ? text : "")
  const { search, person } = query
  return { ...query, search: kept(search), ...(person === undefined ? {} : { person: kept(person) }) }
}
