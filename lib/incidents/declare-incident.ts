import { randomUUID } from "node:crypto"
import type { Context } from "../core/context.ts"
import { parseInput } from "../core/parse-input.ts"
import { type Declaration, declarationSchema } from "./schemas.ts"

/** Declares an incident: it has a number, and its clock runs. Refuses a moment of awareness that is yet to come. */
export async function declareIncident(
  ctx: Context,
  input: Declaration,
): Promise<{ id: string; number: number }> {
  const { title, severity, awareAt, firstReport } = parseInput(declarationSchema, input)
  if (awareAt > ctx.now()) throw parseInput.refuse("awareAt", "This is yet to come")
  const id = randomUUID()
  return await ctx.mutate("incident.declare", { incidentId: id, details: { title, severity } }, (tx) =>
    tx.incident.create({
      data: { id, title, severity, awareAt, firstReport: firstReport || null, declaredBy: ctx.actor.id },
      select: { id: true, number: true },
    }),
  )
}
