import { tooManyWords } from "../../../lib/access/limits.ts"
import { BEGIN_ANEW, WRONG_CODE } from "../../../lib/access/second-factor/words.ts"
import { failureWords } from "../../../lib/access/single-sign-on/admit.ts"
import { one, type Query } from "../page-props.ts"

const words = {
  ...failureWords,
  wrong: "This e-mail address and password do not belong together. Check both and try again.",
  code: WRONG_CODE,
  late: BEGIN_ANEW,
  provider: failureWords.unavailable,
  unavailable:
    "The database does not answer. Try again in a moment; `scripts/tocsin doctor` says what is wrong.",
} as const

export type SignInFailure = keyof typeof words

/** Why an attempt to sign in failed, as its address says it; null where it says nothing that we know. */
export function failureOf({ failed, minutes }: Query): string | null {
  const name = one(failed)
  const waiting = one(minutes)
  if (name === "limit" && waiting !== undefined && /^\d{1,2}$/.test(waiting))
    return tooManyWords(Number(waiting))
  return name !== undefined && Object.hasOwn(words, name) ? words[name as SignInFailure] : null
}
