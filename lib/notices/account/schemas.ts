import { z } from "zod"
import { PSEUDONYM } from "../../exposure/identities/pseudonym.ts"
import { followUpSteps, verdicts } from "./steps.ts"

const PEOPLE_MAX = 1_000

const pseudonyms = z
  .array(z.string().regex(PSEUDONYM, "This is no pseudonym such as P-7K2M-9QX4-01Z8"))
  .min(1, "Choose at least one person")
  .max(PEOPLE_MAX, "Choose at most 1,000 people at once")

export const followUpSchema = z.object({
  pseudonyms,
  step: z.enum(followUpSteps, "Choose what was done"),
  note: z
    .string()
    .trim()
    .min(3, "Say in a few words what was done")
    .max(2_000, "Keep the note under 2,000 characters"),
})
export type FollowUpInput = z.input<typeof followUpSchema>

export const settlementSchema = z.object({
  pseudonyms,
  verdict: z.enum(verdicts, "Choose whether it was sent"),
  reason: z
    .string()
    .trim()
    .min(10, "Say how you know, in a sentence")
    .max(2_000, "Keep the reason under 2,000 characters"),
})
export type Settlement = z.input<typeof settlementSchema>
