import { z } from "zod"
import { letterGroups } from "../../core/letters.ts"
import {
  CANARY_SUBJECTS_DEFAULT,
  CANARY_SUBJECTS_MAX,
  EXEMPT_MAX,
  epochModes,
  LISTED_MAX,
  LOGINS_PER_SECOND_MAX,
  WAVES_DEFAULT,
  WAVES_MAX,
} from "./settings.ts"

const instant = z.iso.datetime({ offset: true, error: "This is no instant like 2024-02-16T18:05:00Z" })
const subject = z.string().min(1, "A name is empty").max(200, "A name is longer than 200 characters")

const scopeSchema = z.discriminatedUnion("by", [
  z
    .strictObject({ by: z.literal("sessions"), from: instant, to: instant })
    .refine(({ from, to }) => Date.parse(from) < Date.parse(to), {
      path: ["to"],
      error: "The stretch ends before it begins",
    }),
  /** Who received anything in the access log of the newest finished revision, within its window. */
  z.strictObject({ by: z.literal("log") }),
  z.strictObject({ by: z.literal("all") }),
  z.strictObject({
    by: z.literal("groups"),
    groups: z.array(z.enum(letterGroups)).min(1, "Choose a group at least"),
  }),
  z.strictObject({
    by: z.literal("list"),
    subjects: z
      .array(subject)
      .min(1, "The list is empty")
      .max(LISTED_MAX, `The list has more than ${LISTED_MAX} names: give it by sessions or by the log`),
  }),
])

export const settingsSchema = z.strictObject({
  authorityId: z.uuid("Choose who ends the sessions"),
  scope: scopeSchema,
  /** What was begun before it is ended; null: the moment at which the run begins. */
  cutoff: instant.nullable().default(null),
  /** Never logged out. */
  exempt: z
    .array(subject)
    .max(EXEMPT_MAX, `More than ${EXEMPT_MAX} exemptions: narrow the scope`)
    .default([]),
  /** Logged out last of all: whoever must be able to stop the run until then. */
  operators: z
    .array(subject)
    .max(EXEMPT_MAX, `More than ${EXEMPT_MAX} operators: name those who are on duty`)
    .default([]),
  epoch: z.enum(epochModes, "Choose one of the cut-offs").default("none"),
  waves: z
    .int("Say in how many waves, as a whole number")
    .min(1, "At least one wave")
    .max(WAVES_MAX, `At most ${WAVES_MAX} waves`)
    .default(WAVES_DEFAULT),
  canarySubjects: z
    .int("Say how many go first, as a whole number")
    .min(1, "At least one goes before all others")
    .max(CANARY_SUBJECTS_MAX, `At most ${CANARY_SUBJECTS_MAX} go before all others`)
    .default(CANARY_SUBJECTS_DEFAULT),
  /** How many logins a second the company's login takes. */
  loginsPerSecond: z
    .number("Say how many logins a second are possible, as a number")
    .min(1, "At least one login a second")
    .max(LOGINS_PER_SECOND_MAX, `At most ${LOGINS_PER_SECOND_MAX} logins a second`),
  requiresReset: z.boolean().default(false),
})

export type LogoutSettingsInput = z.input<typeof settingsSchema>
export type LogoutSettings = z.output<typeof settingsSchema>
