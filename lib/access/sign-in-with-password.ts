import { isAPIError } from "better-auth/api"
import { AppError } from "../core/errors.ts"
import { clientOf, forgiveAttempt, takeAttempt } from "./limits.ts"
import { beginSession } from "./sessions/begin-session.ts"
import type { SignIn } from "./sign-in.ts"

export interface Credentials {
  email: string
  password: string
}

/** What a browser is to keep, and whether it is signed in by it or a second factor is still missing. */
export interface Admission {
  cookies: readonly string[]
  needsSecondFactor: boolean
}

/**
 * Signs in by e-mail address and password; where the member has a second factor, the browser gets no session yet.
 * Unknown addresses and deactivated members are refused as a wrong password is.
 * @throws AppError forbidden, and TooManyAttempts
 */
export async function signInWithPassword(
  signIn: SignIn,
  { email: typed, password }: Credentials,
  headers: Headers,
): Promise<Admission> {
  const email = typed.trim().toLowerCase()
  const member = await signIn.ctx.db.user.findUnique({ where: { email }, select: { id: true } })
  const attempt = {
    at: "sign-in",
    account: email,
    member: member?.id ?? null,
    client: clientOf(headers),
  } as const
  await takeAttempt(signIn.ctx, attempt)
  const body = { email, password }
  const answer = await signIn.api.signInEmail({ body, headers, returnHeaders: true }).catch((error) => {
    if (isAPIError(error) && error.statusCode < 500)
      throw new AppError(
        "forbidden",
        "This e-mail address and password do not belong together. Check both and try again.",
      )
    throw error
  })
  await forgiveAttempt(signIn.ctx, attempt)
  const cookies = answer.headers.getSetCookie()
  if (!("token" in answer.response)) return { cookies, needsSecondFactor: true }
  await beginSession(signIn, answer.response.token, "password")
  return { cookies, needsSecondFactor: false }
}
