import type { Approval } from "../../../prisma/generated/client.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { lockApproval } from "./get-approval.ts"

/**
 * Voids an approval that waits or was given, because what it was bound to has changed, and tells so; one that somebody
 * else has settled meanwhile stays as it is.
 * @throws AppError conflict, always: with what has changed
 */
export async function voidApproval(
  ctx: Context,
  approval: Approval,
  changes: readonly string[],
): Promise<never> {
  const { id, act, digest, incidentId } = approval
  const about = (isVoid: boolean) =>
    isVoid ? { incidentId, details: { approval: id, act, digest, changes: [...changes] } } : null
  await ctx.mutate("approval.void", about, async (tx) => {
    const { state } = await lockApproval(tx, id)
    if (state !== "waiting" && state !== "approved") return false
    await tx.approval.update({ where: { id }, data: { state: "void", decisionReason: changes.join(" ") } })
    return true
  })
  throw new AppError(
    "conflict",
    `This approval is void, because things have changed since it was asked for. ${changes.join(" ")} Nothing was done; it has to be asked for again.`,
  )
}
