import { isAPIError } from "better-auth/api"
import { parseCookies } from "better-auth/cookies"
import { AppError } from "../../core/errors.ts"
import { type Attempt, clientOf, forgiveAttempt, isFirstUse, takeAttempt } from "../limits.ts"
import { beginSession } from "../sessions/begin-session.ts"
import type { SignIn } from "../sign-in.ts"
import type { Admission } from "../sign-in-with-password.ts"
import { BEGIN_ANEW, USED_CODE, WRONG_CODE } from "./words.ts"

const CODE = /^\d{6}$/

/**
 * Ends a sign-in that waits for a second factor, by a code of the authenticator or a backup code; each is taken once.
 * @throws AppError forbidden for a wrong code, precondition where no sign-in waits, and TooManyAttempts
 */
export async function passSecondFactor(signIn: SignIn, typed: string, headers: Headers): Promise<Admission> {
  const waiting = await findWaiting(signIn, headers)
  if (waiting === null) throw new AppError("precondition", BEGIN_ANEW)
  const { member, only } = waiting
  const attempt: Attempt = { at: "second-factor", account: member, member, client: clientOf(headers) }
  await takeAttempt(signIn.ctx, attempt)
  const code = typed.replaceAll(/\s/g, "")
  const isCode = CODE.test(code)
  if (isCode && !(await isFirstUse(signIn.ctx, member, code))) throw new AppError("forbidden", USED_CODE)
  const asked = { body: { code }, headers: only, returnHeaders: true } as const
  const answer = await (isCode ? signIn.api.verifyTOTP(asked) : signIn.api.verifyBackupCode(asked)).catch(
    (error) => {
      throw refusalOf(error)
    },
  )
  await forgiveAttempt(signIn.ctx, attempt)
  const { token } = answer.response
  if (!token) throw new AppError("precondition", BEGIN_ANEW)
  await beginSession(signIn, token, isCode ? "second factor" : "backup code")
  return { cookies: answer.headers.getSetCookie(), needsSecondFactor: false }
}

/** Whose password was right in this browser a moment ago; the cookie itself is checked when the code is. */
async function findWaiting(signIn: SignIn, headers: Headers) {
  const name = await signIn.cookieName("two_factor")
  const value = parseCookies(headers.get("cookie") ?? "").get(name)
  if (value === undefined) return null
  const identifier = decodeURIComponent(value).split(".")[0] ?? ""
  const waiting = await signIn.database.verification.findFirst({
    where: { identifier, expiresAt: { gt: signIn.ctx.now() } },
  })
  if (!waiting || !identifier.startsWith("2fa-")) return null
  // Without a session that the browser may hold besides: the code is of whoever waits, and of nobody else.
  const only = new Headers({ cookie: `${name}=${value}`, "user-agent": headers.get("user-agent") ?? "" })
  return { member: waiting.value, only }
}

/** What better-auth refuses, in words; its own faults as they are. */
function refusalOf(error: unknown): unknown {
  if (!isAPIError(error) || error.statusCode >= 500) return error
  const { code } = (error.body ?? {}) as { code?: string }
  return code === "INVALID_CODE" || code === "INVALID_BACKUP_CODE" || error.statusCode === 409
    ? new AppError("forbidden", WRONG_CODE)
    : new AppError("precondition", BEGIN_ANEW)
}
