import { randomUUID } from "node:crypto"
import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { parseInput } from "../../core/parse-input.ts"
import { demandAddresses, hostsOf } from "./addresses.ts"
import { completeSecret, type MadeSecret, sealAuthoritySecret } from "./authority-secret.ts"
import { demandFreeName } from "./held-authority.ts"
import { AUTHORITIES_MAX, type AuthorityInput, authoritySchema } from "./schemas.ts"

/**
 * Has sessions be ended by an authority from now on, and gives the secrets that were made for it: this once. Refuses
 * addresses that must not be reached, a name that another has, and more than twenty of them.
 */
export async function addAuthority(
  ctx: Context,
  input: AuthorityInput,
): Promise<{ id: string; made: MadeSecret }> {
  demand(ctx.actor, "authority.add")
  const { kind, name, settings, secret: given } = parseInput(authoritySchema, input)
  demandAddresses(ctx, kind, settings)
  const id = randomUUID()
  const { secret, made } = completeSecret({ kind, settings }, given)
  const details = { authority: id, kind, name, hosts: hostsOf(kind, settings) }
  await ctx.mutate("authority.add", { incidentId: null, details }, async (tx) => {
    // Two at once are counted, and their names compared, one after the other.
    await tx.$executeRaw`LOCK TABLE authority IN SHARE ROW EXCLUSIVE MODE`
    if ((await tx.authority.count({ where: { removedAt: null } })) >= AUTHORITIES_MAX)
      throw new AppError("limit", `There are ${AUTHORITIES_MAX} authorities already; remove one first`)
    await demandFreeName(tx, name, null)
    const sealed = sealAuthoritySecret(ctx, id, secret)
    await tx.authority.create({
      data: { id, kind, name, settings: settings as object, secret: sealed, addedBy: ctx.actor.id },
    })
  })
  return { id, made }
}
