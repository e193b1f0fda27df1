import { randomUUID } from "node:crypto"
import { hashPassword } from "better-auth/crypto"
import { z } from "zod"
import type { Context } from "../core/context.ts"
import { roles } from "../core/permissions.ts"

export const PASSWORD_CHARACTERS_MIN = 12

export const localAccountSchema = z.object({
  email: z.email("This is no e-mail address").toLowerCase(),
  name: z.string().trim().min(1, "Give a name").max(200),
  role: z.enum(roles, `The role must be one of ${roles.join(", ")}`),
  password: z.string().min(PASSWORD_CHARACTERS_MIN),
})

export type LocalAccount = z.infer<typeof localAccountSchema>

/**
 * Makes a person who can sign in, or gives one that is there the name, role and password given; whoever is signed in as
 * them is signed out.
 */
export async function addLocalAccount(ctx: Context, account: LocalAccount): Promise<void> {
  const { name, role } = account
  const email = account.email.toLowerCase() // As sign-in looks for it.
  const password = await hashPassword(account.password)
  await ctx.mutate(
    "member.accept",
    (id: string) => ({ incidentId: null, details: { user: id, role } }),
    async (tx) => {
      const user = await tx.user.upsert({
        where: { email },
        create: { id: randomUUID(), email, name, role, emailVerified: true },
        update: { name, role },
      })
      await tx.session.deleteMany({ where: { userId: user.id } })
      await tx.account.deleteMany({ where: { userId: user.id, providerId: "credential" } })
      await tx.account.create({
        data: { id: randomUUID(), accountId: user.id, providerId: "credential", userId: user.id, password },
      })
      return user.id
    },
  )
}
