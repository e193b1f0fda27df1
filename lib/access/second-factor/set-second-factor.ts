import { AppError } from "../../core/errors.ts"
import { byPassword, checkPassword, type Own, renewSession } from "../own.ts"
import { afterDeadlock } from "../people/member-rules.ts"
import type { SignedIn } from "../sessions/find-actor.ts"
import { checkCode } from "./check-code.ts"

/** What an authenticator is shown. */
export interface NewSecret {
  /** `otpauth://…`, for a QR code. */
  address: string
  /** The same secret, to be typed. */
  secret: string
}

/**
 * Makes a secret for an authenticator; it is worth nothing until a code of it is confirmed.
 * @throws InputError for a wrong password, TooManyAttempts, and AppError conflict where there is a second factor already
 */
export async function beginSecondFactor(own: Own, password: string): Promise<NewSecret> {
  const { signIn, person, headers } = own
  if (person.hasSecondFactor)
    throw new AppError("conflict", "You have a second factor already; remove it first")
  const { totpURI } = await byPassword(own, () =>
    signIn.api.enableTwoFactor({ body: { password, method: "totp" }, headers }),
  ).then((made) => ({ totpURI: "totpURI" in made ? (made.totpURI ?? "") : "" }))
  const secret = new URL(totpURI).searchParams.get("secret") ?? ""
  return { address: totpURI, secret }
}

export interface Kept<T> {
  /** What the browser is to keep. */
  cookies: readonly string[]
  kept: T
}

/**
 * Sets the second factor once its authenticator gives a right code; tells the backup codes, this once.
 * @throws InputError for a wrong code, TooManyAttempts, and AppError conflict where it was set meanwhile
 */
export async function confirmSecondFactor(own: Own, typed: string): Promise<Kept<readonly string[]>> {
  const { signIn, ctx, person } = own
  if (person.hasSecondFactor) throw new AppError("conflict", "You have a second factor already")
  const held = await checkCode(own, typed, { isSet: false })
  const token = await afterDeadlock(() =>
    ctx.mutate("second_factor.set", aboutOwn(person), async (tx) => {
      // Only the secret that was checked is set.
      const { count } = await tx.twoFactor.updateMany({
        where: { id: held.id, userId: person.id, secret: held.secret, verified: false },
        data: { verified: true },
      })
      if (count === 0) throw new AppError("conflict", "You have a second factor already")
      await tx.user.update({ where: { id: person.id }, data: { twoFactorEnabled: true } })
      return await renewSession(tx, person)
    }),
  )
  return { cookies: await signIn.cookiesOf(token), kept: held.backupCodes }
}

/**
 * Removes the second factor, for which both the password and a code are needed; a backup code will do.
 * @throws InputError for a wrong password or code, TooManyAttempts, and AppError conflict where it was removed meanwhile
 */
export async function removeSecondFactor(
  own: Own,
  { password, code }: { password: string; code: string },
): Promise<Kept<null>> {
  const { signIn, ctx, person } = own
  if (!person.hasSecondFactor) throw new AppError("conflict", "You have no second factor")
  await checkPassword(own, password)
  const held = await checkCode(own, code, { isSet: true })
  const token = await afterDeadlock(() =>
    ctx.mutate("second_factor.remove", aboutOwn(person), async (tx) => {
      // With the codes as they were: a backup code that was used elsewhere meanwhile proves nothing here.
      const { count } = await tx.twoFactor.deleteMany({
        where: { id: held.id, userId: person.id, secret: held.secret, backupCodes: held.storedBackupCodes },
      })
      if (count === 0)
        throw new AppError("conflict", "Your second factor was changed meanwhile; load the page again")
      await tx.user.update({ where: { id: person.id }, data: { twoFactorEnabled: false } })
      return await renewSession(tx, person)
    }),
  )
  return { cookies: await signIn.cookiesOf(token), kept: null }
}

const aboutOwn = ({ id }: SignedIn) => ({ incidentId: null, details: { user: id } })
