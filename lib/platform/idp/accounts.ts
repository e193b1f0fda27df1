import { createHash, randomBytes, scrypt, timingSafeEqual } from "node:crypto"
import { promisify } from "node:util"
import type pg from "pg"
import { cohortOf } from "../../core/cohort-of.ts"

const scrypted = promisify<string, string, number, Buffer>(scrypt)
const KEY_BYTES = 32
const ALL_HASHES = 2 ** 32

export interface Account {
  id: string
  isCanary: boolean
  mustReset: boolean
  /** Salt and key of their own password, or null for the demo's. */
  password: string | null
}

export async function findAccount(database: pg.Pool, id: string): Promise<Account | null> {
  if (id.includes("\0")) return null // What PostgreSQL cannot keep is nobody's.
  const { rows } = await database.query<Account>(
    `SELECT id, is_canary AS "isCanary", must_reset AS "mustReset", password FROM account WHERE id = $1`,
    [id],
  )
  return rows[0] ?? null
}

/** An account of that name, made where there is none. */
export async function ensureAccount(database: pg.Pool, id: string, isCanary: boolean): Promise<void> {
  await database.query(
    "INSERT INTO account (id, is_canary, cohort_hash) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
    [id, isCanary, cohortOf(id, ALL_HASHES)],
  )
}

/** Whether it is the account's password: their own, or the demo's for whoever has none. */
export async function isPassword(
  account: Account | null,
  given: string,
  demoPassword: string,
): Promise<boolean> {
  const [salt = "", key = ""] = account?.password?.split(":") ?? []
  if (account?.password) return isEqual((await scrypted(given, salt, KEY_BYTES)).toString("base64url"), key)
  const isDemo = isEqual(given, demoPassword)
  return account !== null && !account.isCanary && isDemo
}

/** Gives an account a password of its own, and takes the demand for one back. */
export async function setPassword(database: pg.Pool, id: string, password: string): Promise<void> {
  const salt = randomBytes(16).toString("base64url")
  const key = (await scrypted(password, salt, KEY_BYTES)).toString("base64url")
  await database.query(
    "UPDATE account SET password = $2, password_set_at = now(), must_reset = false WHERE id = $1",
    [id, `${salt}:${key}`],
  )
}

/** The next login must choose a new password where it has none since the cut-off; false where the account never was. */
export async function requireReset(database: pg.Pool, id: string, cutoff: Date): Promise<boolean> {
  const { rowCount } = await database.query(
    "UPDATE account SET must_reset = must_reset OR coalesce(password_set_at < $2, true) WHERE id = $1",
    [id, cutoff],
  )
  return rowCount === 1
}

export async function noteAuthentication(database: pg.Pool, id: string, at: Date): Promise<void> {
  await database.query(
    "UPDATE account SET last_authenticated_at = greatest(last_authenticated_at, $2) WHERE id = $1",
    [id, at],
  )
}

/** In constant time, whatever the lengths are. */
export function isEqual(given: string, expected: string): boolean {
  const [a, b] = [given, expected].map((text) => createHash("sha256").update(text).digest())
  return timingSafeEqual(a as Buffer, b as Buffer)
}
