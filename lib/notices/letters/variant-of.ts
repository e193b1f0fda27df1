import {
  type Jurisdiction,
  type LetterLocale,
  type LetterVariant,
  letterLocales,
  type Part,
  readPart,
} from "../../core/letters.ts"

/** What of a person decides which form of a letter they get. */
export interface VariantFacts {
  part: Part
  /** As the account has it, such as de-AT; null: unknown. */
  locale: string | null
  country: string | null
  /** Of the country, ISO 3166-2 with or without the country before it, such as US-CA or CA. */
  region: string | null
  alsoViewer: boolean
  household: boolean
}

/** The form of a letter that somebody gets: the fewest forms that the law and the language ask for. */
export function variantOf({
  part,
  locale,
  country,
  region,
  alsoViewer,
  household,
}: VariantFacts): LetterVariant {
  const { group } = readPart(part)
  const isOwner = group.startsWith("owner_")
  return {
    part,
    locale: localeOf(locale),
    jurisdiction: jurisdictionOf(part, country, region),
    alsoViewer: isOwner && alsoViewer,
    household: isOwner && household,
  }
}

function localeOf(locale: string | null): LetterLocale {
  const language = locale?.slice(0, 2).toLowerCase()
  return letterLocales.find((one) => one === language) ?? letterLocales[0]
}

/** Who is told that nothing of theirs went anywhere gets no notice in the sense of these laws. */
function jurisdictionOf(part: Part, country: string | null, region: string | null): Jurisdiction {
  const { group, direction } = readPart(part)
  const state = region?.toUpperCase().replace(/^US-/, "")
  const isUs = country === null ? region?.toUpperCase().startsWith("US-") : country.toUpperCase() === "US"
  if (!isUs) return "general"
  const isNotice = group.startsWith("owner_") || group === "undetermined"
  if (state === "CA") return isNotice ? "us-ca" : "general"
  // A correction may not tell afterwards what the first letter was not allowed to tell.
  if (state === "MA") return isNotice || direction !== "first" ? "us-ma" : "general"
  return "general"
}
