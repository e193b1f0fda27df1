import { randomUUID } from "node:crypto"
import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { parseInput } from "../../core/parse-input.ts"
import { makeSecret } from "../../webhooks/sealed-secret.ts"
import { demandAddresses } from "./demand-addresses.ts"
import { SWITCHES_MAX, type SwitchInput, switchSchema } from "./schemas.ts"
import { sealSwitchSecret } from "./switch-secret.ts"

/**
 * Adds a switch, and gives the secret with which its flips are signed, this once; null where it has no address and is
 * only ever turned elsewhere. Refuses the name of another that stands, and addresses that must not be reached.
 */
export async function addSwitch(
  ctx: Context,
  input: SwitchInput,
  known: string = makeSecret(),
): Promise<{ id: string; secret: string | null }> {
  demand(ctx.actor, "switch.add")
  const { key, label, meaning, url, evaluationUrl } = parseInput(switchSchema, input)
  demandAddresses(ctx, { url, evaluationUrl })
  const id = randomUUID()
  const secret = url === null ? null : known
  const details = { switch: key, label, host: hostOf(url), evaluationHost: hostOf(evaluationUrl) }
  await ctx.mutate("switch.add", { incidentId: null, details }, async (tx) => {
    // Two at once are counted, and their names compared, one after the other.
    await tx.$executeRaw`LOCK TABLE switch IN SHARE ROW EXCLUSIVE MODE`
    const standing = await tx.switch.findMany({ where: { removedAt: null }, select: { key: true } })
    if (standing.length >= SWITCHES_MAX)
      throw new AppError("limit", `There are ${SWITCHES_MAX} switches already; remove one first`)
    if (standing.some((one) => one.key === key))
      throw parseInput.refuse("key", "Another switch has this name; change or remove that one")
    const sealed = secret === null ? null : sealSwitchSecret(ctx, id, secret)
    await tx.switch.create({
      data: { id, key, label, meaning, url, evaluationUrl, secret: sealed, addedBy: ctx.actor.id },
    })
  })
  return { id, secret }
}

function hostOf(url: string | null): string | null {
  return url === null ? null : new URL(url).host
}
