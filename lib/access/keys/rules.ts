import { createHash, randomBytes } from "node:crypto"
import {
  type Action,
  permissionOf,
  permissions,
  type Role,
  roles,
  type Scope,
  scopes,
} from "../../core/permissions.ts"

/** The roles that a key can have: none that decides who may what. */
export const keyRoles = roles.filter((role) => role !== "administrator")

const KEY = /^tocsin_([0-9a-z]{8})_([A-Za-z0-9_-]{43})$/

/** The scopes with which a role can do anything at all. */
export function scopesOf(role: Role): Scope[] {
  const all = (Object.keys(permissions) as Action[]).map(permissionOf)
  return scopes.filter((one) => all.some(({ roles: held, scope }) => scope === one && held.includes(role)))
}

/** A new key: its first characters, by which people recognise it, are no secret; 256 bits of it are. */
export function makeKeyText(): { text: string; prefix: string } {
  const prefix = `tocsin_${randomBytes(4).toString("hex")}`
  return { text: `${prefix}_${randomBytes(32).toString("base64url")}`, prefix }
}

/** What the database keeps of a key: SHA-256 in hexadecimal. 256 random bits need no slow hash. */
export function keyHash(text: string): string {
  return createHash("sha256").update(text).digest("hex")
}

/** The key in `Authorization: Bearer …`, or null where the header holds none. */
export function keyIn(header: string | null): string | null {
  const text = /^Bearer +(\S+)$/i.exec(header ?? "")?.[1]
  return text !== undefined && KEY.test(text) ? text : null
}
