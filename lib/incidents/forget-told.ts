import { z } from "zod"
import type { PlannedAct } from "../access/approvals/planned-act.ts"
import { AppError } from "../core/errors.ts"
import { figure } from "../core/figure.ts"
import { parseInput } from "../core/parse-input.ts"
import { countForgettable, forgetContent } from "../trail/forget-content.ts"
import { incidentName } from "./schemas.ts"

const inputSchema = z.object({
  incidentId: z.uuid("Name an incident"),
  upTo: z.number("Name the last entry").int().positive("Name the last entry"),
})

/** What the entries of an incident's trail tell is to be forgotten, from the first to `upTo`. */
export type ForgetInput = z.infer<typeof inputSchema>

/**
 * Forgets what the entries of an incident's trail tell about people, up to the entry that was the last when it was asked
 * for; that they were, when, by whom and in which order stays, and the trail stays whole.
 */
export const forgetTold: PlannedAct<ForgetInput> = {
  act: "trail.forget",
  label: "Forget what the trail tells",
  parse: (input) => parseInput(inputSchema, input),
  incidentOf: ({ incidentId }) => incidentId,
  async plan(ctx, { incidentId, upTo }) {
    const incident = await ctx.db.incident.findUnique({ where: { id: incidentId }, select: { number: true } })
    const chain = await ctx.db.trailChain.findUnique({ where: { id: incidentId } })
    if (!incident || !chain) throw new AppError("not_found", "There is no such incident")
    if (upTo > chain.length)
      throw new AppError(
        "precondition",
        `The trail has ${figure(chain.length)} entries, and no entry ${figure(upTo)}`,
      )
    const { tell, stay } = await countForgettable(ctx.db, incidentId, upTo)
    if (tell === 0) throw new AppError("precondition", "What these entries told has been forgotten already")
    const name = incidentName(incident.number)
    return {
      sentences: [
        `What ${entries(tell)} of the trail of ${name} told, up to entry ${figure(upTo)}, is deleted for good: titles, reasons, files, names.`,
        "Every entry stays, with who did what and when, and with the digest of what it told.",
        ...(stay === 0 ? [] : [`What ${entries(stay)} told stays as well: the trail is verified by it.`]),
        "Copies that were exported, and backups that were made before, still hold it; so do the incident itself and its approvals.",
      ],
      revision: null,
      facts: { incident: incidentId, upTo, tell, stay },
    }
  },
  perform: async (tx, _, { incidentId, upTo }) => ({ ...(await forgetContent(tx, incidentId, upTo)) }),
}

function entries(count: number): string {
  return `${figure(count)} ${count === 1 ? "entry" : "entries"}`
}
