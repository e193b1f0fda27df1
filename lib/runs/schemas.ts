import { z } from "zod"
import { type Pace, PER_SECOND_MAX } from "./pace.ts"

const REASON_CHARACTERS_MAX = 2_000

/** Why a run is paused, resumed or stopped: it stands in the trail. */
export const reasonSchema = z.object({
  reason: z.string().trim().min(1, "Say why").max(REASON_CHARACTERS_MAX, "Keep it under 2,000 characters"),
})

const hour = z.number().int().min(0).max(24)

/** How fast a run may go, as people set it. */
export const paceSchema: z.ZodType<Pace> = z.strictObject({
  perSecond: z.number().min(1).max(PER_SECOND_MAX),
  perHour: z.number().int().min(1).exactOptional(),
  perDay: z.number().int().min(1).exactOptional(),
  hours: z
    .strictObject({
      from: hour,
      to: hour,
      timeZone: z.string().refine(isTimeZone, "is no time zone, such as Europe/Berlin"),
    })
    .exactOptional(),
})

function isTimeZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone }) !== null
  } catch {
    return false
  }
}
