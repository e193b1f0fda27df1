import type { SystemContext } from "../core/context.ts"

/**
 * Notes that this installation was restored from a backup, and ends what was good at that time only: sessions, reveals, and
 * approvals that were not performed. Messages to other programs that waited are not sent a second time.
 */
export async function noteRestore(ctx: SystemContext, backupAt: string): Promise<void> {
  const now = ctx.now()
  await ctx.mutate("installation.restore", { incidentId: null, details: { backupAt } }, async (tx) => {
    await tx.session.deleteMany()
    await tx.reveal.updateMany({ where: { expiresAt: { gt: now } }, data: { expiresAt: now } })
    await tx.approval.updateMany({
      where: { state: { in: ["waiting", "approved"] } },
      data: { state: "void" },
    })
    await tx.webhookDelivery.updateMany({
      where: { state: "waiting" },
      data: { state: "given_up", lastAnswer: "not sent: the installation was restored from a backup" },
    })
  })
}
