import { z } from "zod"
import { incidentSchema } from "../schemas.ts"
import { readYamlText } from "../yaml.ts"

/** What a guided draft may say in words of the incident file, because few need it. */
const { clock_tolerance, relations, baseline, gaps, dismissed_gaps, presumptions } = incidentSchema.shape
const moreSchema = z.strictObject({
  clock_tolerance,
  relations,
  baseline,
  gaps,
  dismissed_gaps,
  presumptions,
})

/**
 * Checks the further keys of a guided draft.
 * @returns whether they say what must be presumed, so that there need be no access log
 * @throws AppError invalid naming the key and its line
 */
export function checkMore(text: string): { hasPresumptions: boolean } {
  if (isNothing(text)) return { hasPresumptions: false }
  const { presumptions: given } = readYamlText(text, "further keys", moreSchema)
  return { hasPresumptions: given.length > 0 }
}

/** Blank lines and comments say nothing. */
export function isNothing(text: string): boolean {
  return text.split("\n").every((line) => /^\s*(#.*)?$/.test(line))
}
