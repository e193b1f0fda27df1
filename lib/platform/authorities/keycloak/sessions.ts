import { z } from "zod"
import type { Inspection, SessionInfo } from "../../../core/session-authority.ts"
import type { AdminDoor } from "./admin-door.ts"
import { type Users, userPath } from "./users.ts"

/** A session as Keycloak lists it; instants in milliseconds, of which the start has whole seconds. */
export const userSession = z.object({
  id: z.string().min(1),
  userId: z.string().min(1),
  username: z.string(),
  start: z.number(),
  lastAccess: z.number().optional(),
  /** The apps that it was used for: their ids and names. */
  clients: z.record(z.string(), z.string()).default({}),
})
export type UserSession = z.infer<typeof userSession>

const grants = z.array(
  z.object({ additionalGrants: z.array(z.object({ client: z.string(), key: z.string() })).default([]) }),
)

/** The ids of the apps for which somebody has offline sessions; null where the realm has no such user. */
export async function listOfflineClients(door: AdminDoor, id: string): Promise<string[] | null> {
  // Offline sessions are told by app only. That somebody has some for an app stands among the apps' grants, even of
  // apps that ask for no consent.
  const found = await door.findUser(`${userPath(id)}/consents`, grants)
  if (found === null) return null
  const offline = found.flatMap((one) => one.additionalGrants).filter(({ key }) => key === "Offline Token")
  return [...new Set(offline.map(({ client }) => client))]
}

/** Somebody's offline sessions, each once, whatever number of apps it is for. */
export async function listOfflineSessions(
  door: AdminDoor,
  id: string,
  clients: readonly string[],
): Promise<UserSession[]> {
  const sessions = new Map<string, UserSession>()
  for (const client of clients) {
    const path = `${userPath(id)}/offline-sessions/${encodeURIComponent(client)}`
    for (const one of await door.get(path, z.array(userSession))) sessions.set(one.id, one)
  }
  return [...sessions.values()]
}

/** What Keycloak still has of somebody. An offline session counts until it is deleted, though a logout ends its tokens. */
export async function inspectUser(door: AdminDoor, users: Users, sub: string): Promise<Inspection> {
  const id = await users.idOf(sub)
  const online = id === null ? null : await door.findUser(`${userPath(id)}/sessions`, z.array(userSession))
  const clients = id === null || online === null ? null : await listOfflineClients(door, id)
  if (id === null || online === null || clients === null)
    return { isKnown: false, sessions: [], lastAuthenticatedAt: null }
  const offline = await listOfflineSessions(door, id, clients)
  const starts = [...online, ...offline].map(({ start }) => start)
  return {
    isKnown: true,
    sessions: [...online.map(infoOf("session")), ...offline.map(infoOf("offline"))],
    lastAuthenticatedAt: starts.length === 0 ? null : new Date(Math.max(...starts)),
  }
}

function infoOf(kind: "session" | "offline") {
  return ({ start, lastAccess }: UserSession): SessionInfo => ({
    kind,
    startedAt: new Date(start),
    lastUsedAt: lastAccess === undefined ? null : new Date(lastAccess),
    expiresAt: null,
  })
}
