import { rm } from "node:fs/promises"
import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { isUuid } from "../../core/is-uuid.ts"
import { keptFolder } from "./kept-folder.ts"

/** Ends a watch: its readings stay, and one under way counts no more. One that has ended is left as it is. */
export async function stopWatch(ctx: Context, id: string): Promise<void> {
  demand(ctx.actor, "watch.stop")
  const watch = isUuid(id) ? await ctx.db.watch.findUnique({ where: { id } }) : null
  if (!watch) throw new AppError("not_found", "There is no such watch")
  const { incidentId } = watch
  const about = (count: number) => (count > 0 ? { incidentId, details: { watch: id } } : null)
  await ctx.mutate("watch.stop", about, async (tx) => {
    const stopped = { stoppedAt: ctx.now(), stoppedBy: ctx.actor.id, readerId: null, readerUntil: null }
    const { count } = await tx.watch.updateMany({ where: { id, stoppedAt: null }, data: stopped })
    return count
  })
  await rm(keptFolder(ctx.config, id), { recursive: true, force: true })
}
