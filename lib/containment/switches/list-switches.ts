import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { permissionOf } from "../../core/permissions.ts"

/** The switches that there are, by what people call them, without their secrets, with what each last said that it is. */
export async function listSwitches(ctx: Context) {
  demand(ctx.actor, "settings.view")
  const switches = await ctx.db.switch.findMany({
    where: { removedAt: null },
    orderBy: [{ label: "asc" }, { id: "asc" }],
    omit: { secret: true, askerId: true, askerUntil: true },
    include: { _count: { select: { flips: { where: { state: { in: ["waiting", "sent"] } } } } } },
  })
  // Many an address is a key to what it names: whoever only looks sees the host.
  const isWhole = permissionOf("switch.change").roles.includes(ctx.actor.role)
  const shown = (url: string | null) => (url === null || isWhole ? url : new URL(url).origin)
  return switches.map(({ _count, url, evaluationUrl, ...one }) => ({
    ...one,
    url: shown(url),
    evaluationUrl: shown(evaluationUrl),
    underWay: _count.flips,
  }))
}

export type ListedSwitch = Awaited<ReturnType<typeof listSwitches>>[number]
