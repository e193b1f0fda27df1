import type { Authority } from "../../../prisma/generated/client.ts"
import { demand, may } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { hostsOf } from "./addresses.ts"

/** An authority as people see it: never its secrets, and its settings only where one may change them. */
export interface ListedAuthority extends Pick<Authority, "id" | "kind" | "name" | "addedAt" | "addedBy"> {
  /** Where requests to it go. */
  hosts: string[]
  /** null for whoever only looks: many an address is a key to what it names. */
  settings: Readonly<Record<string, unknown>> | null
}

/** The authorities that there are, by name. Refuses whoever may see nothing of containment. */
export async function listAuthorities(ctx: Context): Promise<ListedAuthority[]> {
  demand(ctx.actor, "containment.view")
  const found = await ctx.db.authority.findMany({
    where: { removedAt: null },
    orderBy: { name: "asc" },
    omit: { secret: true },
  })
  const isWhole = may(ctx.actor, "authority.change").allowed || ctx.actor.role === "system"
  return found.map(({ id, kind, name, addedAt, addedBy, settings }) => ({
    ...{ id, kind, name, addedAt, addedBy },
    hosts: hostsOf(kind, settings as object),
    settings: isWhole ? (settings as Record<string, unknown>) : null,
  }))
}
