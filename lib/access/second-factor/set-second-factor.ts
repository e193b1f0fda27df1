import { isAPIError } from "better-auth/api"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { parseInput } from "../../core/parse-input.ts"
import { clientOf, forgiveAttempt, isFirstUse, takeAttempt } from "../limits.ts"
import type { SignedIn } from "../sessions/find-actor.ts"
import type { SignIn } from "../sign-in.ts"
import { USED_CODE, WRONG_CODE } from "./words.ts"

/** Who does something about their own account, in which browser. */
export interface Own {
  signIn: SignIn
  ctx: Context
  person: SignedIn
  headers: Headers
}

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
 * @throws InputError for a wrong code, and TooManyAttempts
 */
export async function confirmSecondFactor(own: Own, typed: string): Promise<Kept<readonly string[]>> {
  const { signIn, ctx, person, headers } = own
  if (person.hasSecondFactor) throw new AppError("conflict", "You have a second factor already")
  const cookies = await byCode(own, typed)
  await ctx.mutate("second_factor.set", aboutOwn(person), async () => {})
  const { backupCodes } = await signIn.api.viewBackupCodes({ body: { userId: person.id }, headers })
  return { cookies, kept: backupCodes }
}

/**
 * Removes the second factor, for which both the password and a code are needed; a backup code will do.
 * @throws InputError for a wrong password or code, and TooManyAttempts
 */
export async function removeSecondFactor(
  own: Own,
  { password, code }: { password: string; code: string },
): Promise<Kept<null>> {
  const { signIn, ctx, person, headers } = own
  if (!person.hasSecondFactor) throw new AppError("conflict", "You have no second factor")
  await byPassword(own, () => signIn.api.verifyPassword({ body: { password }, headers }))
  await byCode(own, code)
  const removed = await signIn.api.disableTwoFactor({ body: { password }, headers, returnHeaders: true })
  await ctx.mutate("second_factor.remove", aboutOwn(person), async () => {})
  return { cookies: removed.headers.getSetCookie(), kept: null }
}

const aboutOwn = ({ id }: SignedIn) => ({ incidentId: null, details: { user: id } })

/** Does what needs one's password, which counts as an attempt at it. */
export async function byPassword<T>(own: Own, work: () => Promise<T>, field = "password"): Promise<T> {
  const { signIn, person, headers } = own
  const attempt = {
    at: "password-change",
    account: person.id,
    member: person.id,
    client: clientOf(headers),
  } as const
  await takeAttempt(signIn.ctx, attempt)
  const done = await work().catch((error) => {
    if (isAPIError(error) && error.statusCode < 500)
      throw parseInput.refuse(field, "This is not your password")
    throw error
  })
  await forgiveAttempt(signIn.ctx, attempt)
  return done
}

/** Holds a code against one's authenticator, or one's backup codes; gives what the browser is to keep. */
async function byCode({ signIn, person, headers }: Own, typed: string): Promise<readonly string[]> {
  const attempt = {
    at: "second-factor",
    account: person.id,
    member: person.id,
    client: clientOf(headers),
  } as const
  await takeAttempt(signIn.ctx, attempt)
  const code = typed.replaceAll(/\s/g, "")
  const isCode = /^\d{6}$/.test(code)
  if (isCode && !(await isFirstUse(signIn.ctx, person.id, code))) throw parseInput.refuse("code", USED_CODE)
  const asked = { body: { code }, headers, returnHeaders: true } as const
  const answer = await (isCode ? signIn.api.verifyTOTP(asked) : signIn.api.verifyBackupCode(asked)).catch(
    (error) => {
      if (isAPIError(error) && error.statusCode < 500) throw parseInput.refuse("code", WRONG_CODE)
      throw error
    },
  )
  await forgiveAttempt(signIn.ctx, attempt)
  return answer.headers.getSetCookie()
}
