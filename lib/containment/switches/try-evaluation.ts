import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { isUuid } from "../../core/is-uuid.ts"
import type { SendOutgoing } from "../../core/outgoing.ts"
import { type Asked, askEvaluation } from "./evaluation.ts"

/** Asks a switch once what it is, to see whether it can be asked; nothing is noted. Refuses one that has nobody to ask. */
export async function tryEvaluation(ctx: Context, send: SendOutgoing, id: string): Promise<Asked> {
  demand(ctx.actor, "switch.change")
  const found = isUuid(id) ? await ctx.db.switch.findUnique({ where: { id, removedAt: null } }) : null
  if (!found) throw new AppError("not_found", "There is no such switch any more")
  if (found.evaluationUrl === null)
    throw new AppError("precondition", "This switch has no evaluation address; give it one first")
  return await askEvaluation(send, found.key, found.evaluationUrl)
}
