import { z } from "zod"
import { tokenKinds } from "../../core/session-authority.ts"

const WORDS_MAX = 200
const SUB_MAX = 512
const CURSOR_MAX = 4_096
/** More than any header takes. */
const TOKEN_MAX = 16_384
/** Of lines and terminals, and halves of characters: PostgreSQL keeps no zero byte, and headers take none of them. */
const UNREADABLE = /[\p{Cc}\p{Cs}]/u

const text = (max: number) =>
  z
    .string()
    .min(1)
    .refine((given) => given.length <= max, `longer than ${max} characters`)
    .refine((given) => !UNREADABLE.test(given), "with control characters")
/** As people read it, such as the name of an app. */
const words = text(WORDS_MAX)
/** What proves somebody, and is sent in a header. */
export const tokenText = text(TOKEN_MAX)
/** What authorities answer with; what they say besides is let through unread. */
const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text))
const instantOrNull = instant.nullish().transform((at) => at ?? null)
const sub = text(SUB_MAX)
const count = z.number().int().nonnegative()

export const subjectsAnswer = z.object({
  subjects: z.array(z.object({ sub, sessions: count, lastUsedAt: instantOrNull })).max(5_000),
  next: text(CURSOR_MAX)
    .nullish()
    .transform((next) => next ?? null),
})

export const subjectAnswer = z.object({
  sessions: z.array(
    z.object({
      kind: z.enum(tokenKinds),
      startedAt: instant,
      lastUsedAt: instantOrNull,
      expiresAt: instantOrNull,
    }),
  ),
  lastAuthenticatedAt: instantOrNull,
})

export const epochAnswer = z.object({ cutoff: instantOrNull })

export const canaryAnswer = z.object({
  sub,
  token: tokenText,
  expiresAt: instantOrNull,
  relyingParty: words.optional(),
})

export const limitsAnswer = z.object({
  perSecond: z.number().positive(),
  burst: count,
  bulkMax: z.number().int().positive(),
})

export const capabilitiesAnswer = z.array(
  z.object({
    kind: z.enum(tokenKinds),
    effect: z.enum(["immediate", "until_expiry", "none"]),
    windowS: z.number().nonnegative().nullable(),
    relyingParty: words.optional(),
    diesByEpoch: z.boolean().optional(),
  }),
)

export const statisticsAnswer = z.object({
  logins: count,
  failedLogins: count,
  errors: count,
  windowS: z.number().positive(),
})

export const revocationsAnswer = z.object({
  outcomes: z.record(
    z.string(),
    z.object({ outcome: z.enum(["revoked", "nothing", "unknown_subject", "failed"]) }),
  ),
})

const standing = z.discriminatedUnion("scope", [
  z.object({ scope: z.literal("global"), cutoff: instant }),
  z.object({ scope: z.literal("cohort"), modulus: count, cohort: count, cutoff: instant }),
  z.object({ scope: z.literal("subject"), sub, cutoff: instant }),
])
export const epochsAnswer = z.object({ epochs: z.array(standing) })
