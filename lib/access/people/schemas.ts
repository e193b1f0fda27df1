import { z } from "zod"
import { roles } from "../../core/permissions.ts"
import { PASSWORD_CHARACTERS_MAX, PASSWORD_CHARACTERS_MIN } from "./password-limits.ts"

export const INVITATION_DAYS = 7

const emailSchema = z.string().trim().toLowerCase().pipe(z.email("This is no e-mail address").max(254))
const nameSchema = z.string().trim().min(1, "Give a name").max(200, "Use at most 200 characters")
export const passwordSchema = z
  .string()
  .min(PASSWORD_CHARACTERS_MIN, `Use at least ${PASSWORD_CHARACTERS_MIN} characters`)
  .max(PASSWORD_CHARACTERS_MAX, `Use at most ${PASSWORD_CHARACTERS_MAX} characters`)

export const invitationSchema = z.object({
  email: emailSchema,
  name: nameSchema,
  role: z.enum(roles, `Choose one of ${roles.join(", ")}`),
})

/** What whoever accepts gives; a member who sets a new password keeps their name. */
export const acceptanceSchema = z.object({ name: nameSchema, password: passwordSchema })

/** The first administrator's link names nobody: they say who they are. */
export const firstAcceptanceSchema = acceptanceSchema.extend({ email: emailSchema })

export const roleSchema = z.enum(roles, `Choose one of ${roles.join(", ")}`)
