import { addLocalAccount } from "../../lib/access/add-local-account.ts"
import { openSystemContext, type Resources } from "../../lib/access/open-context.ts"
import type { Actor } from "../../lib/core/context.ts"

/** A member who clicks: security, for they see all rooms. */
export async function seedClicker(
  resources: Resources,
  { email, password }: { email: string; password: string },
): Promise<Actor> {
  const name = "Clicks"
  await addLocalAccount(openSystemContext(resources), { email, password, name, role: "security" })
  const { id } = await resources.database.user.findUniqueOrThrow({ where: { email } })
  return { id, name, role: "security" }
}
