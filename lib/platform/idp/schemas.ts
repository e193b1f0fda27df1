import { z } from "zod"
import { tokenKinds } from "../../core/session-authority.ts"
import { ARCHIVE, clientIds } from "./provider-words.ts"

export const BULK_MAX = 500
export const PAGE_MAX = 5_000

const LENGTH_MAX = 255

/** PostgreSQL keeps no text with a zero byte. */
const text = z
  .string()
  .max(LENGTH_MAX)
  .refine((given) => !given.includes("\0"), "holds a zero byte")
const sub = text.min(1)
const instant = z.iso
  .datetime({ offset: true, error: "is no instant like 2024-02-16T12:00:00Z" })
  .transform((text) => new Date(text))

export const globalRevocationSchema = z.object({
  sub_id: z.object({ format: z.literal("iss_sub"), iss: z.string().max(500), sub }),
})

export const revocationsSchema = z.strictObject({
  subjects: z.array(sub).min(1).max(BULK_MAX),
  cutoff: instant,
  key: z.string().min(1).max(200),
  reason: z.string().max(1_000),
})

const MODULUS_MAX = 65_536

export const epochSchema = z
  .discriminatedUnion("scope", [
    z.strictObject({ scope: z.literal("global"), cutoff: instant }),
    z.strictObject({
      scope: z.literal("cohort"),
      modulus: z.int().min(1).max(MODULUS_MAX),
      cohort: z.int().min(0),
      cutoff: instant,
    }),
    z.strictObject({ scope: z.literal("subject"), sub, cutoff: instant }),
  ])
  .refine((given) => given.scope !== "cohort" || given.cohort < given.modulus, {
    path: ["cohort"],
    error: "is not below the modulus",
  })

export const resetSchema = z.strictObject({ sub, cutoff: instant })
export const canarySchema = z.strictObject({
  kind: z.enum(tokenKinds),
  sub: sub.optional(),
  relyingParty: z.enum([...clientIds, ARCHIVE]).optional(),
})

export const subjectsSchema = z.strictObject({
  usedFrom: instant.optional(),
  usedTo: instant.optional(),
  startedBefore: instant.optional(),
  after: text.default(""),
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(1_000),
})
export const subjectSchema = z.strictObject({ sub })
export const epochsSchema = z.strictObject({ since: instant.optional() })
export const cutoffsSchema = z.strictObject({
  since: z
    .string()
    .regex(/^\d{1,20}$/)
    .optional(),
})
