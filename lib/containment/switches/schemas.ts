import { z } from "zod"

export const SWITCHES_MAX = 50

const REASON_CHARACTERS_MAX = 2_000
const key = z
  .string()
  .trim()
  .min(1, "Give the name by which its back end knows it")
  .max(64, "Keep the name under 64 characters")
  .regex(/^[a-z0-9]+([-_.][a-z0-9]+)*$/, "Use small letters, digits and hyphens, such as events-tab")
const label = z
  .string()
  .trim()
  .min(1, "Say what people call it, such as Events tab")
  .max(80, "Keep it under 80 characters")
const meaning = z
  .string()
  .trim()
  .min(1, "Say in a sentence what is so while it is on")
  .max(300, "Keep it under 300 characters")
const address = z
  .string()
  .trim()
  .nullable()
  .transform((text) => text || null)
const reason = (missing: string) =>
  z
    .string()
    .trim()
    .min(1, missing)
    .max(REASON_CHARACTERS_MAX, `Keep it under ${REASON_CHARACTERS_MAX} characters`)

/** A switch without an address is only ever turned elsewhere; one without an evaluation can never be confirmed. */
export const switchSchema = z.object({
  key,
  label,
  meaning,
  url: address.default(null),
  evaluationUrl: address.default(null),
})

/** What is not named stays as it is. What its back end calls it is never changed: earlier flips are of that name. */
export const switchChangeSchema = z.object({
  label: label.optional(),
  meaning: meaning.optional(),
  url: address.optional(),
  evaluationUrl: address.optional(),
})

export const flipSchema = z.object({
  switchId: z.string(),
  isOn: z.boolean(),
  reason: reason("Say why; it stands in the trail"),
})

export const noteSchema = z.object({
  switchId: z.string(),
  isOn: z.boolean(),
  doneAt: z.iso.datetime({ offset: true, error: "Say when it was done" }).transform((text) => new Date(text)),
  doneBy: z.string().trim().min(1, "Say who did it").max(200, "Keep it under 200 characters"),
  reason: reason("Say what was done, and how you know"),
})

export type SwitchInput = z.input<typeof switchSchema>
export type SwitchChange = z.input<typeof switchChangeSchema>
export type FlipInput = z.input<typeof flipSchema>
export type NoteInput = z.input<typeof noteSchema>
