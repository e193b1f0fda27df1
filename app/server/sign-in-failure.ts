import { TooManyAttempts } from "../../lib/access/limits.ts"
import { NotAdmitted } from "../../lib/access/single-sign-on/admit.ts"
import { AppError } from "../../lib/core/errors.ts"
import type { SignInFailure } from "../shared/access/sign-in-failures.ts"

/** What the sign-in page is told of a refusal, in a closed word; a fault is told as one that may pass. */
export function signInFailure(error: unknown, refused: SignInFailure): Record<string, string> {
  if (error instanceof TooManyAttempts) return { failed: "limit", minutes: String(error.minutes) }
  if (error instanceof NotAdmitted) return { failed: error.failure }
  if (error instanceof AppError && error.code === "unavailable") return { failed: "provider" }
  if (error instanceof AppError) return { failed: refused }
  return { failed: "unavailable" }
}
