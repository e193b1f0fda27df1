import { z } from "zod"
import type { KeycloakSettings } from "../../../core/authority-settings.ts"
import type { AdminDoor } from "./admin-door.ts"

/** What a user has of Keycloak's REST interface that is read here. */
export const user = z.object({
  id: z.string().min(1),
  username: z.string(),
  requiredActions: z.array(z.string()).default([]),
  /** In seconds; tokens that were issued before are refused. Every logout by the admin interface sets it to now. */
  notBefore: z.number().int().default(0),
})
export type KeycloakUser = z.infer<typeof user>

/** What the subjects of an authority are called, and which user that is. */
export interface Users {
  /** null where the realm has no such user. Throws AppError unavailable when nobody can tell. */
  find(sub: string): Promise<KeycloakUser | null>
  /** The id that stands in addresses: known without asking where subjects go by it. */
  idOf(sub: string): Promise<string | null>
  subOf(user: { id: string; username: string }): string
}

export function openUsers(door: AdminDoor, { subjectsBy }: Pick<KeycloakSettings, "subjectsBy">): Users {
  const findByName = async (username: string) => {
    const query = new URLSearchParams({ username, exact: "true", max: "2" })
    const [only, second] = await door.get(`/users?${query}`, z.array(user))
    return second === undefined && only !== undefined ? only : null
  }
  const isById = subjectsBy === "id"
  return {
    find: (sub) => (isById ? door.findUser(userPath(sub), user) : findByName(sub)),
    idOf: async (sub) => (isById ? sub : ((await findByName(sub))?.id ?? null)),
    subOf: ({ id, username }) => (isById ? id : username),
  }
}

export function userPath(id: string): string {
  return `/users/${encodeURIComponent(id)}`
}
