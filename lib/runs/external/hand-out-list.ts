import type { PlannedRun } from "../../../prisma/generated/client.ts"
import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { handOutChunks } from "../hand-out-chunks.ts"
import type { ExternalFill, ExternalKind, HandedOutList } from "./external-kind.ts"

const HOUR_MS = 60 * 60 * 1_000

/**
 * Gives the next items of a run to somebody else's system: they are `sending` from then on, with a deadline. Refuses a
 * run that is not under way, one that Tocsin carries out itself, and one that a newer revision was not held against. null:
 * nothing that is open is left to hand out.
 */
export async function handOutList(
  ctx: Context,
  kind: ExternalKind,
  open: (run: PlannedRun) => Promise<ExternalFill>,
  runId: string,
  { itemsMax, hours }: { itemsMax: number; hours: number },
): Promise<HandedOutList | null> {
  demand(ctx.actor, kind.acts.handOut)
  const run = await kind.getRun(ctx, runId)
  await kind.demandExternal(ctx, run)
  const deadlineAt = new Date(ctx.now().getTime() + hours * HOUR_MS)
  const work = await open(run)
  const handedOut = await ctx.mutate(
    kind.acts.handOut,
    (done: Told | null) => done && { incidentId: run.incidentId, details: done.details },
    async (tx) => {
      const chunks = await handOutChunks(tx, runId, { itemsMax, deadlineAt }, work)
      if (!chunks) return null
      const list = { runId, ...chunks, deadlineAt }
      const { fromChunk, toChunk, items } = chunks
      const details = {
        run: run.number,
        ...{ fromChunk, toChunk, [kind.words.many]: items },
        ...(await kind.alsoHandOut?.(tx, run, list)),
        deadline: deadlineAt.toISOString(),
      }
      return { list, details }
    },
  )
  return handedOut?.list ?? null
}

interface Told {
  list: HandedOutList
  details: Record<string, string | number>
}
