import type { z } from "zod"
import { canonicalJson } from "../../core/canonical-json.ts"
import type { LetterText } from "../../core/letters.ts"
import { letterTextSchema } from "./schemas.ts"

/** The copy that a version keeps. */
export function textOfJson(copy: unknown): LetterText {
  return tidyText(letterTextSchema.parse(copy))
}

/** Whether two copies say the same, in whichever order. */
export function isSameText(one: LetterText, other: LetterText): boolean {
  return canonicalJson(tidyText(one)) === canonicalJson(tidyText(other))
}

/** A section without a word is no section. */
export function tidyText(text: z.output<typeof letterTextSchema> | LetterText): LetterText {
  const { subject, subjectWithoutDescription, sections } = text
  const written = Object.entries(sections).filter(([, section]) => section !== undefined && section !== "")
  return {
    subject,
    ...(subjectWithoutDescription ? { subjectWithoutDescription } : {}),
    sections: Object.fromEntries(written),
  }
}
