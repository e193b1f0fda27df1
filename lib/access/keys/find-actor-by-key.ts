import type { PrismaClient } from "../../../prisma/generated/client.ts"
import type { Actor } from "../../core/context.ts"
import { type Scope, scopes } from "../../core/permissions.ts"
import { keyHash, keyIn } from "./rules.ts"

const TOUCH_MS = 60_000

/**
 * The program whose key an `Authorization` header holds, or null: for a key that never was, one that has expired and one
 * that was revoked alike. It is found by its hash, so that how long the search takes tells nothing about the key.
 */
export async function findActorByKey(
  { database }: { database: PrismaClient },
  header: string | null,
): Promise<Actor | null> {
  const text = keyIn(header)
  if (text === null) return null
  const key = await database.apiKey.findUnique({ where: { hash: keyHash(text) } })
  const now = new Date()
  if (!key || key.revokedAt !== null || key.expiresAt <= now) return null
  if (key.lastUsedAt === null || now.getTime() - key.lastUsedAt.getTime() > TOUCH_MS)
    await database.apiKey.update({ where: { id: key.id }, data: { lastUsedAt: now } })
  const held = key.scopes.filter((one): one is Scope => (scopes as readonly string[]).includes(one))
  return { id: `key:${key.id}`, name: key.name, role: key.role, scopes: held }
}
