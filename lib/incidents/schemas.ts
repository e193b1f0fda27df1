import { z } from "zod"

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

/** What people call an incident: `INC-7`. */
export function incidentName(number: number): string {
  return `INC-${number}`
}

const NUMBER_MAX = 2 ** 31 - 1

/** The number of `INC-7` or `7`, or null where the text is neither. */
export function parseIncidentName(text: string): number | null {
  const match = /^(?:INC-)?([1-9]\d{0,9})$/i.exec(text)
  const number = Number(match?.[1])
  return match && number <= NUMBER_MAX ? number : null
}
