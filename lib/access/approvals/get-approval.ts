import { z } from "zod"
import type { Approval } from "../../../prisma/generated/client.ts"
import type { Context, Tx } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { demand } from "../rules.ts"
import type { Judge } from "./rules.ts"

/** An approval as it was asked for, decided and performed. Throws not_found where there is none. */
export async function getApproval(ctx: Context, id: string): Promise<Approval> {
  demand(ctx.actor, "approvals.view")
  const isId = z.uuid().safeParse(id).success
  const approval = isId ? await ctx.db.approval.findUnique({ where: { id } }) : null
  if (!approval) throw new AppError("not_found", "There is no such approval")
  return approval
}

/** Who acts, with the moment since which they have their role. */
export async function judgeOf({ actor, db }: Pick<Context, "actor" | "db">): Promise<Judge> {
  const user = await db.user.findUnique({ where: { id: actor.id }, select: { roleSince: true } })
  return { ...actor, roleSince: user?.roleSince ?? null }
}

/** The approval as it is now, held until the transaction ends: nobody else decides or performs it meanwhile. */
export async function lockApproval(tx: Tx, id: string): Promise<Approval> {
  await tx.$executeRaw`SELECT 1 FROM approval WHERE id = ${id}::uuid FOR UPDATE`
  return await tx.approval.findUniqueOrThrow({ where: { id } })
}
