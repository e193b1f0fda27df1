import type { Tx } from "../../core/context.ts"

/** Ends what was not settled yet and counts before an instant; a switch obeys the last that was asked of it. */
export async function supersede(tx: Tx, switchId: string, before?: Date): Promise<number> {
  const { count } = await tx.switchFlip.updateMany({
    where: {
      switchId,
      state: { in: ["waiting", "sent"] },
      ...(before === undefined ? {} : { requestedAt: { lt: before } }),
    },
    data: { state: "superseded" },
  })
  return count
}
