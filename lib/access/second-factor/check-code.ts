import { parseInput } from "../../core/parse-input.ts"
import { forgiveAttempt, isFirstUse, takeAttempt } from "../limits.ts"
import { type Own, ownAttempt } from "../own.ts"
import { isCodeOf } from "./is-code-of.ts"
import { USED_CODE, WRONG_CODE } from "./words.ts"

const CODE = /^\d{6}$/

/** A second factor, as it was when a code was held against it. */
export interface HeldFactor {
  id: string
  /** As it is stored. */
  secret: string
  /** As they are stored. */
  storedBackupCodes: string
  backupCodes: readonly string[]
}

/**
 * Sees that a code is of one's authenticator, or one of one's backup codes where the factor is set, and changes nothing;
 * a code of the authenticator is taken once.
 * @throws InputError for a wrong code, and TooManyAttempts
 */
export async function checkCode(own: Own, typed: string, { isSet }: { isSet: boolean }): Promise<HeldFactor> {
  const { signIn, person } = own
  const attempt = ownAttempt(own, "second-factor")
  await takeAttempt(signIn.ctx, attempt)
  const code = typed.replaceAll(/\s/g, "")
  const isCode = CODE.test(code)
  if (isCode && !(await isFirstUse(signIn.ctx, person.id, code))) throw parseInput.refuse("code", USED_CODE)
  const held = await signIn.database.twoFactor.findFirst({ where: { userId: person.id, verified: isSet } })
  if (held === null) throw parseInput.refuse("code", WRONG_CODE)
  const backupCodes = JSON.parse(await signIn.decrypt(held.backupCodes)) as readonly string[]
  const isRight = isCode
    ? isCodeOf(await signIn.decrypt(held.secret), code, signIn.ctx.now())
    : isSet && backupCodes.includes(code)
  if (!isRight) throw parseInput.refuse("code", WRONG_CODE)
  await forgiveAttempt(signIn.ctx, attempt)
  return { id: held.id, secret: held.secret, storedBackupCodes: held.backupCodes, backupCodes }
}
