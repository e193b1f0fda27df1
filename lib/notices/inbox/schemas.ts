import { z } from "zod"
import { AppError } from "../../core/errors.ts"

const SUBJECT_CHARACTERS_MAX = 200

const querySchema = z.strictObject({
  subject: z.string().trim().max(SUBJECT_CHARACTERS_MAX, "is longer than 200 characters").optional(),
  before: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, "is no letter")
    .transform(Number)
    .optional(),
})

/** Which letters of the sink are asked for. */
export type InboxQuery = z.output<typeof querySchema>

/**
 * Reads what an address asks of the inbox; what is empty asks for nothing.
 * @throws AppError invalid naming the parameter
 */
export function parseInboxQuery(params: URLSearchParams): InboxQuery {
  const parsed = querySchema.safeParse(Object.fromEntries([...params].filter(([, value]) => value !== "")))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new AppError("invalid", `${String(issue?.path[0] ?? "The address")}: ${issue?.message}`)
}

/** A letter's number as an address has it, or null. */
export function letterIdOf(text: string): number | null {
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null
}
