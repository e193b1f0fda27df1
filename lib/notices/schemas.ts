import { z } from "zod"
import { letterGroups } from "../core/letters.ts"
import type { Pace } from "../runs/pace.ts"
import {
  BOUNCED_SHARE_DEFAULT,
  executors,
  HOLD_S_DEFAULT,
  HOLD_S_MAX,
  PER_SECOND_DEFAULT,
  PER_SECOND_MAX,
  unknownPolicies,
  whys,
} from "./settings.ts"

const REASON_CHARACTERS_MIN = 10
const REASON_CHARACTERS_MAX = 2_000

const reason = (whenShorter: string) =>
  z
    .string()
    .trim()
    .min(REASON_CHARACTERS_MIN, whenShorter)
    .max(REASON_CHARACTERS_MAX, "Keep it under 2,000 characters")

/** Letters of ours come from and go back to addresses of the plain kind. */
const ownAddress = z
  .email("This is no e-mail address")
  .max(254, "Keep the address under 255 characters")
  .transform((address) => address.replace(/[^@]*$/, (domain) => domain.toLowerCase()))

const senderSchema = z.object({
  name: z
    .string()
    .trim()
    .min(1, "Say whose name the letters come in")
    .max(100, "Keep the name under 100 characters")
    .regex(/^[^\p{Cc}]*$/u, "A name has no line breaks"),
  address: ownAddress,
})

const partSchema = z
  .object({
    group: z.enum(letterGroups),
    direction: z.enum(["first", "up", "down"]).default("first"),
    isTold: z.boolean(),
    why: z.enum(whys, "Choose whether the law asks for it or the company wants to"),
    /** By which duty, or which policy. */
    basis: z.string().trim().max(500, "Keep it under 500 characters").default(""),
    notToldReason: z.string().trim().max(REASON_CHARACTERS_MAX, "Keep it under 2,000 characters").optional(),
  })
  .refine(({ group, direction }) => !(group === "owner_video" && direction === "down"), {
    message: "Nothing is more severe than a video that was watched",
    path: ["direction"],
  })
  .refine(({ group, direction }) => !(group === "unaffected" && direction === "up"), {
    message: "Nothing is less severe than not to be affected",
    path: ["direction"],
  })
  // Whoever is not affected is told only where somebody chooses to.
  .refine(
    ({ group, direction, isTold, notToldReason = "" }) =>
      isTold ||
      (group === "unaffected" && direction === "first") ||
      notToldReason.length >= REASON_CHARACTERS_MIN,
    { message: "Say why these people are not told", path: ["notToldReason"] },
  )
  // What speaks for telling people is no reason not to.
  .refine(
    ({ isTold, basis, notToldReason = "" }) => isTold || notToldReason === "" || notToldReason !== basis,
    {
      message: "Say why these people are not told, which is something else than why they would be",
      path: ["notToldReason"],
    },
  )

const hour = z.number().int().min(0).max(24)

export const paceSchema = z.object({
  perSecond: z
    .number()
    .min(1, "At least one letter a second")
    .max(PER_SECOND_MAX, "At most 10,000 letters a second")
    .default(PER_SECOND_DEFAULT),
  perHour: z.number().int().min(1, "At least one letter an hour").optional(),
  perDay: z.number().int().min(1, "At least one letter a day").optional(),
  hours: z
    .object({
      from: hour,
      to: hour,
      timeZone: z.string().refine(isTimeZone, "This is no time zone, such as Europe/Berlin"),
    })
    .refine(({ from, to }) => from !== to, "Choose an hour to begin and another one to end")
    .optional(),
})

const settingsFields = z.object({
  /** What is decided for each part; of those that are not named, what the defaults say. */
  parts: z
    .array(partSchema)
    .max(32)
    .superRefine((parts, { addIssue }) => {
      const seen = new Set<string>()
      for (const [nth, { group, direction }] of parts.entries()) {
        const name = `${group}.${direction}`
        if (seen.has(name)) addIssue({ code: "custom", path: [nth], message: "This is decided twice" })
        seen.add(name)
      }
    })
    .default([]),
  closed: z
    .object({ verdict: z.enum(["write", "leave"]), reason: z.string().trim().max(2_000).default("") })
    .refine(({ verdict, reason: given }) => verdict === "write" || given.length >= REASON_CHARACTERS_MIN, {
      message: "Say why people who closed their accounts are not written to",
      path: ["reason"],
    })
    .default({ verdict: "write", reason: "" }),
  sender: senderSchema,
  /** Who writes to each group; to those that are not named, the sender. */
  senders: z.partialRecord(z.enum(letterGroups), senderSchema).default({}),
  /** Where replies of each group's readers go; of those that are not named, to who writes to them. */
  replyTo: z.partialRecord(z.enum(letterGroups), ownAddress).default({}),
  pace: paceSchema.default({ perSecond: PER_SECOND_DEFAULT }),
  holdS: z.number().int().min(0).max(HOLD_S_MAX, "Wait at most an hour").default(HOLD_S_DEFAULT),
  unknown: z.enum(unknownPolicies).default("leave"),
  executor: z.enum(executors).default("smtp"),
  brake: z
    .object({ bouncedShare: z.number().min(0.001).max(1).default(BOUNCED_SHARE_DEFAULT) })
    .default({ bouncedShare: BOUNCED_SHARE_DEFAULT }),
})

/** Message-IDs and bounce addresses of a run are of its sender's domain: by them its letters are looked up, and come back. */
export const settingsSchema = settingsFields.superRefine(({ sender, senders }, { addIssue }) => {
  const domain = sender.address.split("@")[1]
  for (const [group, { address }] of Object.entries(senders))
    if (address.split("@")[1] !== domain)
      addIssue({
        code: "custom",
        path: ["senders", group, "address"],
        message: `All letters of a run come from one domain, which is ${domain}`,
      })
})

/** What a run of letters is asked for with, complete; stored in planned_run.settings. */
export type NoticeSettings = Omit<z.output<typeof settingsSchema>, "pace"> & { pace: Pace }
export type NoticeSettingsInput = z.input<typeof settingsSchema>

export const holdSchema = z.object({
  /** A country (US), a region (US-CA), or null for everybody. */
  place: z
    .string()
    .trim()
    .regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, "Give a country such as DE, or a region such as US-CA")
    .nullable()
    .default(null),
  agency: z
    .string()
    .trim()
    .min(2, "Say which authority asks for it")
    .max(200, "Keep it under 200 characters"),
  reason: reason("Say why, in a sentence"),
})
export type HoldInput = z.input<typeof holdSchema>

export const liftSchema = z.object({ reason: reason("Say why, in a sentence") })

export const overrideSchema = z.object({
  finding: z.string().min(1).max(500),
  reason: reason("Say why it may pass, in a sentence that others can judge by"),
})
export type OverrideInput = z.input<typeof overrideSchema>

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name })
    return true
  } catch {
    return false
  }
}
