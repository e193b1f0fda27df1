import { parseInput } from "../core/parse-input.ts"
import { passwordSchema } from "./people/schemas.ts"
import { byPassword, type Own } from "./second-factor/set-second-factor.ts"

/**
 * Gives oneself a new password, for which the present one is needed; all other sessions end. Gives what the browser is to
 * keep, for it gets a new session.
 * @throws InputError for a wrong password or one that is too short, and TooManyAttempts
 */
export async function changePassword(
  own: Own,
  { present, next }: { present: string; next: string },
): Promise<readonly string[]> {
  const { signIn, ctx, person, headers } = own
  const checked = passwordSchema.safeParse(next)
  if (!checked.success) throw parseInput.refuse("next", checked.error.issues[0]?.message ?? "Choose another")
  const body = { currentPassword: present, newPassword: next, revokeOtherSessions: true }
  const changed = await byPassword(
    own,
    () => signIn.api.changePassword({ body, headers, returnHeaders: true }),
    "present",
  )
  await ctx.mutate("password.change", { incidentId: null, details: { user: person.id } }, async () => {})
  return changed.headers.getSetCookie()
}
