import type { LetterGroup, LetterLocale } from "../../../core/letters.ts"
import { letterGroups } from "../../../core/letters.ts"
import { letterWords } from "../../../core/notice-words.ts"
import { findMark, marksIn, ownMarks } from "../marks.ts"
import { type Fault, type LintedLetter, type LintFacts, type LintRule, quoted } from "./rule.ts"

interface Claim {
  says: string
  of: readonly LetterGroup[]
  words: Readonly<Record<LetterLocale, RegExp>>
}

const owners: readonly LetterGroup[] = ["owner_video", "owner_tapped", "owner_shown"]

/** What is true of some groups alone; the first denies, so that it is only doubted where others may be denied as well. */
const claims: readonly Claim[] = [
  {
    says: "that the reader is not affected",
    of: ["unaffected"],
    words: {
      en: /\byou (?:are|were) not affected\b|\byour cameras? (?:are|were|is|was) not affected\b/i,
      de: /\bsie (?:sind|waren) (?:von [^.]{0,60} )?nicht betroffen\b|\bihre kameras? (?:sind|waren|ist|war) nicht betroffen\b/i,
    },
  },
  {
    says: "that the reader is affected",
    of: owners,
    words: { en: /(?<!\b(?:if|whether|how|that) )\byou are affected\b/i, de: /^\W*sie sind betroffen\b/i },
  },
  {
    says: "that others received footage of the reader's cameras",
    of: owners,
    words: {
      en: /\breceived (?:\w+ ){0,3}(?:from|of) your cameras?\b/i,
      de: /\b(?:von|aus)? ?ihren? kameras? erhalten\b|\bihrer kameras erhalten\b/i,
    },
  },
  {
    says: "that a video was played",
    of: ["owner_video"],
    words: {
      en: /\bvideos? (?:from your cameras? )?(?:was|were|has been|have been) (?:played|viewed|watched)\b|\b(?:played|viewed|watched) (?:a |the |your |one )?videos?\b/i,
      de: /\bvideos? (?:von ihren kameras |ihrer kameras )?(?:wurden?|ist|sind|haben?)? ?(?:abgespielt|angesehen)\b/i,
    },
  },
  {
    says: "that a picture was opened",
    of: ["owner_video", "owner_tapped"],
    words: {
      en: /\bpictures? (?:from your cameras? )?(?:was|were|has been|have been) (?:opened|enlarged|tapped|viewed)\b|\b(?:opened|enlarged|tapped) (?:a |the |your )?pictures?\b/i,
      de: /\bbild(?:er)? (?:von ihren kameras |ihrer kameras )?(?:wurden?|ist|sind)? ?(?:zum vergrößern )?(?:geöffnet|vergrößert|angetippt)\b/i,
    },
  },
  {
    says: "that the reader received footage of others",
    of: ["viewer_only"],
    words: {
      en: /\byou (?:also )?received (?:footage|pictures|videos?)\b/i,
      de: /\bsie haben (?:auch )?(?:aufnahmen|bilder|videos?) (?:[^.]{0,60} )?erhalten\b/i,
    },
  },
]

const DOUBT: Readonly<Record<LetterLocale, RegExp>> = {
  en: /\b(?:no|not|nobody|none|never|nor|whether|if|may|might|could|cannot)\b/i,
  de: /\b(?:kein\w*|nichts?|niemand\w*|nie|weder|ob|wenn|falls|vielleicht|könnte\w*)\b/i,
}
const UNSURE: Readonly<Record<LetterLocale, RegExp>> = {
  en: /\b(?:if|whether)\b/i,
  de: /\b(?:ob|wenn|falls)\b/i,
}
const ALIKE = 0.85

/** Words that belong to the letter of another group. */
export const otherGroup: LintRule = {
  name: "other-group",
  kind: "block",
  find: (letter, facts) => [...foreignMarks(letter), ...foreignClaims(letter), ...foreignLead(letter, facts)],
}

function foreignMarks({ group, direction, subject, text }: LintedLetter): Fault[] {
  return [...new Set(marksIn(`${subject}\n${text}`))].flatMap((name) => {
    if ((ownMarks as readonly string[]).includes(name)) return []
    const letters = findMark(name)?.letters
    const isOurs =
      !letters ||
      letters.includes(group) ||
      (direction !== "first" && letters.includes(`correction_${direction}`))
    return isOurs ? [] : [{ where: `{{${name}}}`, text: "it is a field of the letter to another group" }]
  })
}

function foreignClaims({ group, variant, subject, text }: LintedLetter): Fault[] {
  const sentences = `${subject}\n${text}`.split(/[.!?:;]\s|\n/)
  return claims.flatMap(({ says, of, words }, index) => {
    const isTrue = of.includes(group) || (variant.alsoViewer && says.includes("footage of others"))
    if (isTrue) return []
    const pattern = words[variant.locale]
    const doubt = index === 0 ? UNSURE[variant.locale] : DOUBT[variant.locale]
    const said = sentences.find((one) => pattern.test(one) && !doubt.test(one))
    return said === undefined
      ? []
      : [{ where: quoted(said), text: `it says ${says}, which is not so in this group` }]
  })
}

/** The first words decide what a reader takes away: those of another group are the worst mistake of all. */
function foreignLead({ group, form, variant, laidOut }: LintedLetter, { leads }: LintFacts): Fault[] {
  if (form === "us-ma") return []
  const said = laidOut.blocks.flatMap((block) => (block.kind === "paragraph" ? [block.text] : []))
  return letterGroups.flatMap((other) => {
    const lead = leads[variant.locale][other]
    if (other === group || lead === "") return []
    const isSaid = said.some((paragraph) => likeness(paragraph, lead) >= ALIKE)
    return isSaid
      ? [{ where: quoted(lead), text: `it begins as the letter “${letterWords[other]}” does` }]
      : []
  })
}

/** How many of all words of two texts both have: 0 none, 1 the same. */
function likeness(one: string, other: string): number {
  const [left, right] = [wordsOf(one), wordsOf(other)]
  const shared = [...left].filter((word) => right.has(word)).length
  return shared / (left.size + right.size - shared || 1)
}

function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [])
}
