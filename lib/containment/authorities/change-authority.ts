import { isDeepStrictEqual } from "node:util"
import type { Prisma } from "../../../prisma/generated/client.ts"
import { demand } from "../../access/rules.ts"
import type { Context, Tx } from "../../core/context.ts"
import { parseInput } from "../../core/parse-input.ts"
import { demandAddresses, hostsOf } from "./addresses.ts"
import {
  completeSecret,
  type GivenSecret,
  type MadeSecret,
  openAuthoritySecret,
  sealAuthoritySecret,
} from "./authority-secret.ts"
import { demandFreeName, demandNoLogout, heldAuthority } from "./held-authority.ts"
import { type AuthorityChange, authorityChangeSchema, secretChangeOf, settingsChangeOf } from "./schemas.ts"

interface Changed {
  details: { kind: string; name?: string; settings?: string[]; hosts?: string[]; secrets?: string[] } | null
  made: MadeSecret
}

/**
 * Changes an authority's name, settings or secrets, and gives secrets that had to be made: this once. What is so already
 * leaves no entry. Refuses addresses that must not be reached, a name that another has, one that was removed, and other
 * settings while a logout is under way.
 */
export async function changeAuthority(
  ctx: Context,
  id: string,
  input: AuthorityChange,
): Promise<{ made: MadeSecret }> {
  demand(ctx.actor, "authority.change")
  const change = parseInput(authorityChangeSchema, input)
  const { made } = await ctx.mutate(
    "authority.change",
    ({ details }: Changed) => (details ? { incidentId: null, details: { authority: id, ...details } } : null),
    async (tx): Promise<Changed> => {
      await tx.$executeRaw`LOCK TABLE authority IN SHARE ROW EXCLUSIVE MODE`
      return await apply(ctx, tx, await heldAuthority(tx, id), change)
    },
  )
  return { made }
}

type Known = Awaited<ReturnType<typeof heldAuthority>>

async function apply(
  ctx: Context,
  tx: Tx,
  known: Known,
  { name = known.name, settings: asked, secret: given = {} }: ReturnType<typeof authorityChangeSchema.parse>,
): Promise<Changed> {
  const { id, kind } = known
  const settings = asked === undefined ? (known.settings as object) : parseSettings(ctx, kind, asked)
  const before = known.secret === null ? {} : { ...openAuthoritySecret(ctx, id, known.secret) }
  const parsedSecret = parseInput(secretChangeOf(kind), { secret: given }).secret
  const { secret, made } = completeSecret({ kind, settings } as never, parsedSecret, withoutNull(before))
  const secrets = Object.entries(secret).flatMap(([key, value]) =>
    value === (before as Record<string, unknown>)[key] ? [] : [key],
  )
  const moved = changedNames(known.settings as object, settings)
  if (name === known.name && moved.length === 0 && secrets.length === 0) return { details: null, made: {} }
  if (name !== known.name) await demandFreeName(tx, name, id)
  // A secret that was renewed at the other side is what a logout may be waiting for.
  if (moved.length > 0) await demandNoLogout(tx, known)
  await tx.authority.update({
    where: { id },
    data: {
      name,
      settings: settings as Prisma.InputJsonObject,
      ...(secrets.length === 0 ? {} : { secret: sealAuthoritySecret(ctx, id, secret) }),
    },
  })
  const details = {
    kind,
    ...(name === known.name ? {} : { name }),
    ...(moved.length === 0 ? {} : { settings: moved, hosts: hostsOf(kind, settings) }),
    ...(secrets.length === 0 ? {} : { secrets }),
  }
  return { details, made }
}

function parseSettings(ctx: Context, kind: Known["kind"], asked: unknown): object {
  const { settings } = parseInput(settingsChangeOf(kind), { settings: asked })
  demandAddresses(ctx, kind, settings)
  return settings
}

/** The names of settings that are not as they were. */
function changedNames(before: object, after: object): string[] {
  const [old, now] = [before, after] as Record<string, unknown>[]
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  // What JSON leaves out is as if it were not there.
  return names.filter((name) => !isDeepStrictEqual(old?.[name], now?.[name]))
}

function withoutNull(secret: Record<string, unknown>): GivenSecret {
  return Object.fromEntries(
    Object.entries(secret).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  )
}
