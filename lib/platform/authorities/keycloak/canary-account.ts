import { createHmac, randomUUID } from "node:crypto"
import { z } from "zod"
import type { KeycloakSecret } from "../../../core/authority-settings.ts"
import { AppError } from "../../../core/errors.ts"
import type { AdminDoor } from "./admin-door.ts"
import { type Users, userPath } from "./users.ts"

/** What tells a canary: realms keep no attributes that their user profile does not know. */
export const CANARY_PREFIX = "tocsin-canary-"

export interface CanaryAccount {
  sub: string
  username: string
  password: string
}

const foundByName = z.array(z.object({ id: z.string(), username: z.string() }))

/** A new account to be watched, or the same one again. */
export async function openCanaryAccount(
  door: AdminDoor,
  users: Users,
  secret: KeycloakSecret,
  sub: string | undefined,
): Promise<CanaryAccount> {
  if (sub === undefined) return createAccount(door, users, secret)
  const found = await findCanary(users, sub)
  if (found === null) throw new AppError("not_found", "The canary account is not in the realm any more")
  return { sub, username: found.username, password: passwordOf(found.username, secret) }
}

/**
 * Takes a canary account away, with its sessions; one that is gone stays so.
 * @throws AppError forbidden where it is no canary account, unavailable where Keycloak does not do it
 */
export async function dropCanaryAccount(door: AdminDoor, users: Users, sub: string): Promise<void> {
  const found = await findCanary(users, sub)
  if (found === null) return
  const outcome = await door.send("DELETE", userPath(found.id))
  if (outcome.kind === "answered" && (outcome.status === 204 || outcome.status === 404)) return
  const reason = outcome.kind === "answered" ? String(outcome.status) : outcome.reason
  throw new AppError("unavailable", `The canary account cannot be taken away (${reason})`)
}

async function findCanary(users: Users, sub: string) {
  const found = await users.find(sub)
  if (found !== null && !found.username.startsWith(CANARY_PREFIX))
    throw new AppError("forbidden", "Only canary accounts are touched for a test, and this is none")
  return found
}

async function createAccount(door: AdminDoor, users: Users, secret: KeycloakSecret): Promise<CanaryAccount> {
  const username = `${CANARY_PREFIX}${randomUUID()}`
  const password = passwordOf(username, secret)
  const outcome = await door.send("POST", "/users", {
    username,
    enabled: true,
    // By its default profile a realm lets nobody in by direct grant whose name and address are not known.
    firstName: "Tocsin",
    lastName: "Canary",
    email: `${username}@canary.invalid`,
    emailVerified: true,
    requiredActions: [],
    credentials: [{ type: "password", value: password, temporary: false }],
  })
  if (outcome.kind !== "answered") throw new AppError("unavailable", `No canary account: ${outcome.reason}`)
  if (outcome.status !== 201)
    throw new AppError("unavailable", `Keycloak does not make a canary account (${outcome.status})`)
  const query = new URLSearchParams({ username, exact: "true", max: "1" })
  const [made] = await door.get(`/users?${query}`, foundByName)
  if (made === undefined)
    throw new AppError("unavailable", "Keycloak does not find the canary account it has made")
  return { sub: users.subOf(made), username, password }
}

/** The account that nobody else knows the password of, and nobody has to keep it; the ending is for password policies. */
function passwordOf(username: string, { clientSecret }: KeycloakSecret): string {
  return `${createHmac("sha256", clientSecret).update(username).digest("base64url").slice(0, 32)}aA1!`
}

/** @throws AppError unavailable where the account cannot be given its password again */
export async function restorePassword(
  door: AdminDoor,
  users: Users,
  { sub, password }: CanaryAccount,
): Promise<void> {
  const id = (await users.idOf(sub)) ?? ""
  const outcome = await door.send("PUT", `${userPath(id)}/reset-password`, {
    type: "password",
    value: password,
    temporary: false,
  })
  if (outcome.kind === "answered" && outcome.status === 204) return
  const reason = outcome.kind === "answered" ? String(outcome.status) : outcome.reason
  throw new AppError("unavailable", `The canary account cannot be given a password (${reason})`)
}
