import type { ReadOnlyDb } from "../core/context.ts"

/** Those who act, by the ids that entries name them with: members, API keys and Tocsin itself. */
export async function actorNames(db: ReadOnlyDb, ids: Iterable<string>): Promise<Map<string, string>> {
  const asked = [...new Set(ids)]
  const keyIds = asked.flatMap((id) => (/^key:[0-9a-f-]{36}$/.test(id) ? [id.slice(4)] : []))
  const users = await db.user.findMany({ where: { id: { in: asked } }, select: { id: true, name: true } })
  const keys = await db.apiKey.findMany({ where: { id: { in: keyIds } }, select: { id: true, name: true } })
  return new Map([
    ["system", "Tocsin"],
    ...users.map(({ id, name }): [string, string] => [id, name]),
    ...keys.map(({ id, name }): [string, string] => [`key:${id}`, `${name} (API key)`]),
  ])
}

/** For whoever an entry names and nobody knows. */
export const UNKNOWN_ACTOR = "somebody who is not known here"
