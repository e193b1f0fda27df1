import { randomUUID } from "node:crypto"
import { z } from "zod"
import type { Prisma } from "../../../prisma/generated/client.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { parseInput } from "../../core/parse-input.ts"

const requestSchema = z.object({
  evidenceSetId: z.uuid(),
  /** Empty for a drill, which brings its own; another one of the drill's where more of its evidence has arrived. */
  incidentFile: z.string().max(1024 * 1024, "The incident file is longer than 1 MiB"),
  mappings: z.record(z.string(), z.string()).default({}),
  confirmGaps: z.boolean().default(false),
})

export type RevisionRequest = z.input<typeof requestSchema>

export interface Requested {
  revisionId: string
  number: number
  runId: string
}

const underWay = { state: { in: ["queued", "running"] } } satisfies Prisma.RunWhereInput

/**
 * Asks for a new revision of an incident: the worker runs it as soon as it can. Earlier revisions stay as they are. Who
 * asks for what has been asked for already and is not over gets that: a second click is no second revision.
 */
export async function requestRevision(ctx: Context, input: RevisionRequest): Promise<Requested> {
  const { evidenceSetId, incidentFile, mappings, confirmGaps } = parseInput(requestSchema, input)
  const set = await ctx.db.evidenceSet.findUnique({ where: { id: evidenceSetId } })
  if (!set) throw new AppError("not_found", "This evidence is not there any more")
  const { incidentId } = set
  const about = ({ number, isNew }: Requested & { isNew: boolean }) =>
    isNew ? { incidentId, details: { number, evidenceSetId, confirmGaps } } : null
  const { isNew: _, ...requested } = await ctx.mutate("revision.request", about, async (tx) => {
    // Two requests at once get two numbers, and no file of the set is changed meanwhile.
    await tx.$executeRaw`SELECT 1 FROM incident WHERE id = ${incidentId}::uuid FOR UPDATE`
    await tx.$executeRaw`SELECT 1 FROM evidence_set WHERE id = ${evidenceSetId}::uuid FOR UPDATE`
    const same = await tx.revision.findFirst({
      where: {
        evidenceSetId,
        incidentFile,
        confirmGaps,
        mappings: { equals: mappings },
        runs: { some: underWay },
      },
      include: { runs: { where: underWay } },
    })
    if (same?.runs[0])
      return { revisionId: same.id, number: same.number, runId: same.runs[0].id, isNew: false }
    const last = await tx.revision.aggregate({ where: { incidentId }, _max: { number: true } })
    const revisionId = randomUUID()
    const number = (last._max.number ?? 0) + 1
    await tx.revision.create({
      data: {
        id: revisionId,
        incidentId,
        number,
        evidenceSetId,
        incidentFile,
        mappings,
        confirmGaps,
        requestedBy: ctx.actor.id,
      },
    })
    const run = await tx.run.create({ data: { revisionId, attempt: 1 } })
    return { revisionId, number, runId: run.id, isNew: true }
  })
  return requested
}
