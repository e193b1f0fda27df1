import { z } from "zod"
import { letterLocales, letterNames, sectionNames } from "../../core/letters.ts"
import { isShortened } from "./is-shortened.ts"
import { isTimeZone } from "./letter-formats.ts"

const line = (max: number, missing: string) =>
  z
    .string()
    .trim()
    .min(1, missing)
    .max(max, `Keep it under ${max} characters`)
    .refine((text) => !/[\p{Cc}]/u.test(text), "Keep it on one line")
    .refine((text) => !/\{\{|\}\}/.test(text), "Fields do not belong here")

const inEachLanguage = (max: number, missing: string) => {
  const text = z
    .string()
    .trim()
    .max(max, `Keep it under ${max} characters`)
    .refine((written) => !/\{\{|\}\}/.test(written), "Fields do not belong here")
  return z.object({ en: text.min(1, missing), de: text.min(1, missing) })
}

/** What an address in a letter may not be: people are asked to go there themselves, never to sign in or to reset. */
const SIGN_IN = /log-?[io]n|sign-?in|anmeld|reset|passwor|verif|unlock|freischalt/i

const page = line(200, "Name the page")
  .regex(
    /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,}(?:\/[\w\-./~%]*)?$/u,
    "Write it as people type it: example.com/security",
  )
  .refine((text) => !SIGN_IN.test(text), "No page to sign in or to reset anything")
  .refine((text) => !isShortened(text), "No shortened address")

/** What all letters of an incident have in common. */
export const letterFactsSchema = z.object({
  company: line(100, "Name the company"),
  /** Belongs to whom; Massachusetts wants it named. */
  parentCompany: line(100, "Name the parent company").nullable(),
  product: line(100, "Name the product"),
  securityPage: page,
  /** Where a letter's code can be checked. */
  checkPage: page,
  supportEmail: z.email("This is no address").max(200, "Keep it under 200 characters"),
  supportPhone: line(40, "Name the number").nullable(),
  supportHours: inEachLanguage(200, "Say when somebody answers"),
  postalAddress: line(300, "Give the postal address"),
  /** Between which moments it happened. */
  happenedFrom: z.iso.datetime({ offset: true, error: "Say when it began" }),
  happenedTo: z.iso.datetime({ offset: true, error: "Say when it ended" }),
  /** IANA, of these two moments: the zone is named beside them. */
  timeZone: z.string().refine(isTimeZone, "This is no time zone"),
  /** Told in every letter alike, in plain words; paragraphs, and lists for what was done. */
  whatHappened: inEachLanguage(4_000, "Say what happened"),
  whatWeDid: inEachLanguage(4_000, "Say what you did"),
  /** Services offered against the consequences, where there are any. */
  mitigation: inEachLanguage(2_000, "Say what is offered").nullable(),
  /** California wants to know whether an authority asked to wait. */
  isDelayedByAuthority: z.boolean(),
})

export type LetterFacts = z.output<typeof letterFactsSchema>

const section = z.string().trim().max(6_000, "Keep a section under 6,000 characters")

export const letterTextSchema = z.strictObject({
  subject: z.string().trim().min(1, "Give it a subject").max(150, "Keep the subject under 150 characters"),
  subjectWithoutDescription: z
    .string()
    .trim()
    .min(1, "Give it a subject")
    .max(150, "Keep the subject under 150 characters")
    .optional(),
  sections: z.partialRecord(z.enum(sectionNames), section),
})

/** What is saved as a letter's copy; `version` is the one that was changed, 0 for the copy that Tocsin brings. */
export const copyInputSchema = z.object({
  letter: z.enum(letterNames, "There is no such letter"),
  locale: z.enum(letterLocales, "There is no such language"),
  version: z.number().int().nonnegative(),
  text: letterTextSchema,
  reason: z
    .string()
    .trim()
    .min(10, "Say why, in a sentence")
    .max(2_000, "Keep the reason under 2,000 characters"),
})
export type CopyInput = z.input<typeof copyInputSchema>

export const factsInputSchema = z.object({
  /** The one that was changed, 0 for none. */
  version: z.number().int().nonnegative(),
  facts: letterFactsSchema,
})
export type FactsInput = z.input<typeof factsInputSchema>

export const reviewInputSchema = z.object({
  locale: z.enum(letterLocales, "There is no such language"),
  /** Which letters were read, each with the digest of what was read. */
  read: z
    .array(z.object({ letter: z.enum(letterNames), digest: z.string().regex(/^[0-9a-f]{64}$/) }))
    .min(1, "Choose what was read"),
  reviewer: line(200, "Name who has read it"),
})
export type ReviewInput = z.input<typeof reviewInputSchema>
