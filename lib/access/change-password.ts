import { hashPassword } from "better-auth/crypto"
import { AppError } from "../core/errors.ts"
import { parseInput } from "../core/parse-input.ts"
import { checkPassword, type Own, renewSession } from "./own.ts"
import { passwordSchema } from "./people/schemas.ts"

/**
 * Gives oneself a new password, for which the present one is needed; all other sessions end, and sign-ins that wait for a
 * second factor. Gives what the browser is to keep, for its session gets a new token.
 * @throws InputError for a wrong password or one that is too short, TooManyAttempts, and AppError conflict where the
 * password was changed meanwhile
 */
export async function changePassword(
  own: Own,
  { present, next }: { present: string; next: string },
): Promise<readonly string[]> {
  const { signIn, ctx, person } = own
  const checked = passwordSchema.safeParse(next)
  if (!checked.success) throw parseInput.refuse("next", checked.error.issues[0]?.message ?? "Choose another")
  const { accountId, passwordHash } = await checkPassword(own, present, "present")
  const nextHash = await hashPassword(next)
  const about = { incidentId: null, details: { user: person.id } }
  const token = await ctx.mutate("password.change", about, async (tx) => {
    // Only the password that was checked is replaced.
    const { count } = await tx.account.updateMany({
      where: { id: accountId, userId: person.id, password: passwordHash },
      data: { password: nextHash },
    })
    if (count === 0) throw new AppError("conflict", "Your password was changed meanwhile; sign in again")
    await tx.session.deleteMany({ where: { userId: person.id, id: { not: person.sessionId } } })
    await tx.verification.deleteMany({ where: { value: person.id, identifier: { startsWith: "2fa-" } } })
    return await renewSession(tx, person)
  })
  return await signIn.cookiesOf(token)
}
