import { randomBytes } from "node:crypto"
import { isAPIError } from "better-auth/api"
import { verifyPassword } from "better-auth/crypto"
import type { Context, Tx } from "../core/context.ts"
import { AppError } from "../core/errors.ts"
import { parseInput } from "../core/parse-input.ts"
import { type Attempt, clientOf, forgiveAttempt, type Guess, takeAttempt } from "./limits.ts"
import { PASSWORD_CHARACTERS_MAX } from "./people/password-limits.ts"
import type { SignedIn } from "./sessions/find-actor.ts"
import type { SignIn } from "./sign-in.ts"

/** Who does something about their own account, in which browser. */
export interface Own {
  signIn: SignIn
  ctx: Context
  person: SignedIn
  headers: Headers
}

/** Where one's password is kept, as it was when it was looked at. */
export interface HeldPassword {
  accountId: string
  passwordHash: string
}

/** An attempt at what only oneself can know, as it is counted. */
export function ownAttempt({ person, headers }: Own, at: Guess): Attempt {
  return { at, account: person.id, member: person.id, client: clientOf(headers) }
}

/** Does what needs one's password, which counts as an attempt at it. */
export async function byPassword<T>(own: Own, work: () => Promise<T>, field = "password"): Promise<T> {
  const { signIn } = own
  const attempt = ownAttempt(own, "password-change")
  await takeAttempt(signIn.ctx, attempt)
  const done = await work().catch((error) => {
    if (isAPIError(error) && error.statusCode < 500) throw wrongPassword(field)
    throw error
  })
  await forgiveAttempt(signIn.ctx, attempt)
  return done
}

/**
 * Sees that this is one's password, and changes nothing; gives what it was held against.
 * @throws InputError for a wrong one, and TooManyAttempts
 */
export async function checkPassword(own: Own, password: string, field = "password"): Promise<HeldPassword> {
  return await byPassword(
    own,
    async () => {
      const held = await own.signIn.database.account.findFirst({
        where: { userId: own.person.id, providerId: "credential", password: { not: null } },
        select: { id: true, password: true },
      })
      if (!held?.password || password.length > PASSWORD_CHARACTERS_MAX) throw wrongPassword(field)
      if (!(await verifyPassword({ hash: held.password, password }))) throw wrongPassword(field)
      return { accountId: held.id, passwordHash: held.password }
    },
    field,
  )
}

const wrongPassword = (field: string) => parseInput.refuse(field, "This is not your password")

/**
 * Gives the session of this browser a new token, so that whoever has the old one has nothing; its hours stay as they are.
 * @throws AppError forbidden where the session has ended meanwhile
 */
export async function renewSession(tx: Tx, { id, sessionId }: SignedIn): Promise<string> {
  const token = randomBytes(24).toString("base64url")
  const { count } = await tx.session.updateMany({ where: { id: sessionId, userId: id }, data: { token } })
  if (count === 0)
    throw new AppError("forbidden", "You are not signed in as this any more; load the page again")
  return token
}
