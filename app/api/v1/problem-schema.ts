import { z } from "zod"
import type { ErrorCode } from "../../../lib/core/errors.ts"

const codes = [
  "not_found",
  "forbidden",
  "conflict",
  "invalid",
  "precondition",
  "limit",
  "unavailable",
] as const satisfies ErrorCode[]

/** What is refused, as RFC 9457 has it. */
export const problemSchema = z.strictObject({
  type: z.literal("about:blank"),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.enum([...codes, "unauthenticated", "fault"]),
  fields: z
    .record(z.string(), z.string())
    .optional()
    .meta({ description: "What is wrong, by field of the body" }),
})

export type Problem = z.input<typeof problemSchema>
