import { openSystemContext, type Resources } from "../../lib/access/open-context.ts"
import { seedMember } from "../../lib/access/people/seed-member.ts"
import type { Actor } from "../../lib/core/context.ts"

/** A member who clicks: security, for they see all rooms. */
export async function seedClicker(
  resources: Resources,
  { email, password }: { email: string; password: string },
): Promise<Actor> {
  const name = "Clicks"
  const id = await seedMember(openSystemContext(resources), { email, password, name, role: "security" })
  return { id, name, role: "security" }
}
