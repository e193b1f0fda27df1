import { randomUUID } from "node:crypto"
import { z } from "zod"
import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { parseInput } from "../../core/parse-input.ts"
import { confineFolder } from "../intake/confine.ts"

const drillSchema = z.object({
  scenario: z.string().min(1),
  seed: z.number().int().min(1).default(1),
  scale: z.number().positive().max(1).optional(),
  accounts: z.number().int().min(100_000).optional(),
})
export type Drill = z.infer<typeof drillSchema>

const evidenceSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("upload") }),
  z.object({ kind: z.literal("folder"), folder: z.string().trim().min(1, "Name a folder").max(4_096) }),
  z.object({ kind: z.literal("drill"), drill: drillSchema }),
])
export type NewEvidence = z.input<typeof evidenceSchema>

/**
 * Adds a set of files to an incident: none yet for an upload, a folder of the server, or a drill that is to be written.
 * Refuses a folder outside those that are open to evidence, unless it was named on the server's own command line.
 */
export async function addEvidence(
  ctx: Context,
  incidentId: string,
  input: NewEvidence,
): Promise<{ id: string }> {
  demand(ctx.actor, "evidence.add")
  const given = parseInput(evidenceSchema, input)
  if (given.kind === "folder" && ctx.actor.role !== "system")
    given.folder = await confineFolder(given.folder, ctx.config)
  const id = randomUUID()
  return await ctx.mutate("evidence.add", { incidentId, details: { evidenceSetId: id, ...given } }, (tx) =>
    tx.evidenceSet.create({
      data: {
        id,
        incidentId,
        kind: given.kind,
        folder: given.kind === "folder" ? given.folder : null,
        ...(given.kind === "drill" ? { drill: given.drill } : {}),
        addedBy: ctx.actor.id,
      },
      select: { id: true },
    }),
  )
}
