import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { parseInput } from "../../core/parse-input.ts"
import { makeSecret } from "../../webhooks/sealed-secret.ts"
import { demandAddresses } from "./demand-addresses.ts"
import { heldSwitch } from "./held-switch.ts"
import { type SwitchChange, switchChangeSchema } from "./schemas.ts"
import { sealSwitchSecret } from "./switch-secret.ts"

/**
 * Changes what people call a switch, where its flips go and whom one asks. The first address that it gets comes with a
 * secret, shown this once; without one it has none. What is so already leaves no entry. Refuses one that was removed.
 */
export async function changeSwitch(
  ctx: Context,
  id: string,
  input: SwitchChange,
): Promise<{ secret: string | null }> {
  demand(ctx.actor, "switch.change")
  const asked = parseInput(switchChangeSchema, input)
  demandAddresses(ctx, asked)
  const about = ({ key, changed }: { key: string; changed: Change }) =>
    Object.keys(changed).length === 0
      ? null
      : { incidentId: null, details: { switch: key, ...withHosts(changed) } }
  const { secret } = await ctx.mutate("switch.change", about, async (tx) => {
    const known = await heldSwitch(tx, id)
    const changed = Object.fromEntries(
      Object.entries(asked).filter(
        ([name, value]) => value !== undefined && value !== known[name as keyof Change],
      ),
    ) as Change
    const made = changed.url && known.secret === null ? makeSecret() : null
    const sealed =
      changed.url === null
        ? { secret: null }
        : made === null
          ? {}
          : { secret: sealSwitchSecret(ctx, id, made) }
    await tx.switch.update({ where: { id }, data: { ...changed, ...sealed } })
    // Whoever can be asked from now on is asked at once.
    if (changed.evaluationUrl)
      await tx.switchFlip.updateMany({ where: { switchId: id }, data: { nextAt: ctx.now() } })
    return { key: known.key, changed, secret: made }
  })
  return { secret }
}

type Change = { label?: string; meaning?: string; url?: string | null; evaluationUrl?: string | null }

/** Many an address is a key to what it names: the trail keeps the host. */
function withHosts({ url, evaluationUrl, ...rest }: Change) {
  const host = (address: string | null) => (address === null ? null : new URL(address).host)
  return {
    ...rest,
    ...(url === undefined ? {} : { host: host(url) }),
    ...(evaluationUrl === undefined ? {} : { evaluationHost: host(evaluationUrl) }),
  }
}
