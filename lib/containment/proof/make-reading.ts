import type { SystemContext } from "../../core/context.ts"
import { AppError, invariant } from "../../core/errors.ts"
import type { ClaimedWatch } from "./claim-watch.ts"
import { concludeReading, unreadable } from "./conclude-reading.ts"
import type { Carried, Reference } from "./found.ts"
import { keptFolder } from "./kept-folder.ts"
import { readReference } from "./read-reference.ts"
import { readWatched } from "./read-watched.ts"
import type { ReadingOutcome } from "./settle-reading.ts"
import { watchedRevision } from "./watched-revision.ts"

/**
 * Reads the log of a watch once. What cannot be read is a reading too, of which nothing can be told, with the reason:
 * never silence.
 */
export async function makeReading(ctx: SystemContext, { id }: ClaimedWatch): Promise<ReadingOutcome> {
  const begun = performance.now()
  const took = () => Math.round(performance.now() - begun)
  const watch = await ctx.db.watch.findUnique({
    where: { id },
    include: { revision: { include: { evidenceSet: true } } },
  })
  invariant(watch, `watch ${id} is gone`)
  const { since, everyS, folder, incidentFile } = watch
  const carried = watch.carried as unknown as Carried | null
  try {
    const revision = watchedRevision(ctx.config, watch.revision)
    const { mappings, confinedTo } = revision
    const reference: Reference = carried?.reference ?? (await readReference(ctx, revision))
    const read = await readWatched(ctx, {
      ...{ folder, incidentFile, mappings, confinedTo, everyS },
      keptFolder: keptFolder(ctx.config, id),
    })
    return concludeReading(read, { since, everyS, reference, carried, tookMs: took() })
  } catch (error) {
    if (!(error instanceof AppError)) ctx.log.warn("worker.waits", { error })
    const reason = error instanceof AppError ? error.message : "the reading failed by a fault of ours"
    return {
      verdict: "cannot_tell",
      upTo: null,
      found: unreadable(reason, since, ctx.now(), took()),
      carried: null,
    }
  }
}
