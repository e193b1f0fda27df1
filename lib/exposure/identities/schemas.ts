import { z } from "zod"
import { PSEUDONYM } from "./pseudonym.ts"
import { REASON_CHARACTERS_MAX } from "./reveal-limits.ts"

const reason = z
  .string()
  .trim()
  .min(1, "Say why")
  .max(REASON_CHARACTERS_MAX, `Say it in at most ${REASON_CHARACTERS_MAX} characters`)

export const lookUpSchema = z.object({
  idOrEmail: z
    .string()
    .trim()
    .min(1, "Type an account’s id or an e-mail address")
    .max(1_000, "is longer than 1,000 characters"),
  reason,
})
export type LookUp = z.input<typeof lookUpSchema>

export const revealPersonSchema = z.object({
  pseudonym: z.string().regex(PSEUDONYM, "This is no pseudonym"),
  reason,
})
export type RevealOne = z.input<typeof revealPersonSchema>

export const revealPeopleSchema = z.object({
  incidentId: z.uuid("This is no incident"),
  revision: z.number().int().min(1, "This is no revision"),
  /** To whom: who asks for it. */
  memberId: z.string().min(1, "Say to whom"),
})
export type RevealAll = z.output<typeof revealPeopleSchema>
