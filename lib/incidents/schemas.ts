import { z } from "zod"

// Browsers take it from where it stands: schemas probe for eval, which the policy of our pages forbids.
export { incidentName, parseIncidentName } from "./incident-name.ts"

export const severities = ["critical", "high", "moderate", "low"] as const

export const TITLE_CHARACTERS_MAX = 200

/** What is known when an incident is declared. */
export const declarationSchema = z.object({
  title: z
    .string()
    .trim()
    .min(1, "Give it a title")
    .max(TITLE_CHARACTERS_MAX, `Keep the title under ${TITLE_CHARACTERS_MAX} characters`),
  severity: z.enum(severities, "Choose how severe it is"),
  awareAt: z.iso
    .datetime({ offset: true, error: "Say when the company became aware of it" })
    .transform((text) => new Date(text)),
  firstReport: z.string().trim().max(4_000, "Keep the first report under 4,000 characters").default(""),
})

export type Declaration = z.input<typeof declarationSchema>

/** What is known better than when it was declared, and why. */
export const correctionSchema = declarationSchema.extend({
  reason: z
    .string()
    .trim()
    .min(10, "Say why, in a sentence")
    .max(2_000, "Keep the reason under 2,000 characters"),
})

export type Correction = z.input<typeof correctionSchema>
