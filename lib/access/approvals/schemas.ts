import { z } from "zod"
import { EMERGENCY_CHARACTERS_MIN, REASON_CHARACTERS_MIN } from "./reason-limits.ts"

/** How long a request waits for its approver, and then how long what was approved may be performed. */
export const APPROVAL_MS_MAX = 24 * 60 * 60 * 1_000

const CHARACTERS_MAX = 2_000

function sentence(charactersMin: number, whenShorter: string) {
  return z
    .string()
    .trim()
    .min(charactersMin, whenShorter)
    .max(CHARACTERS_MAX, "Keep it under 2,000 characters")
}

export const requestSchema = z.object({
  reason: sentence(REASON_CHARACTERS_MIN, "Say why, in a sentence that the approver can judge by"),
})

export const verdicts = ["approve", "refuse"] as const

/** An approval may go without a reason; whoever is refused must be told why. */
export const decisionSchema = z
  .object({
    verdict: z.enum(verdicts, "Choose whether you approve or refuse"),
    reason: z.string().trim().max(CHARACTERS_MAX, "Keep it under 2,000 characters").default(""),
    /** The digest of the plan that the decider saw. */
    shown: z.string(),
  })
  .refine(({ verdict, reason }) => verdict === "approve" || reason.length >= REASON_CHARACTERS_MIN, {
    path: ["reason"],
    message: "Say why you refuse, in a sentence",
  })

export type ApprovalDecision = z.input<typeof decisionSchema>

export const emergencySchema = z.object({
  reason: sentence(
    EMERGENCY_CHARACTERS_MIN,
    `Say in at least ${EMERGENCY_CHARACTERS_MIN} characters why it cannot wait: it will be reviewed`,
  ),
})

export const reviewSchema = z.object({
  review: sentence(REASON_CHARACTERS_MIN, "Say what you found, in a sentence"),
})
