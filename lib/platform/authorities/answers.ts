import { z } from "zod"
import { tokenKinds } from "../../core/session-authority.ts"

/** What authorities answer with; what they say besides is let through unread. */
const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text))
const instantOrNull = instant.nullish().transform((at) => at ?? null)
const sub = z.string().min(1).max(512)
const count = z.number().int().nonnegative()

export const subjectsAnswer = z.object({
  subjects: z.array(z.object({ sub, sessions: count, lastUsedAt: instantOrNull })).max(5_000),
  next: z
    .string()
    .min(1)
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
  token: z.string().min(1),
  expiresAt: instantOrNull,
  relyingParty: z.string().min(1).optional(),
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
    relyingParty: z.string().min(1).optional(),
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
