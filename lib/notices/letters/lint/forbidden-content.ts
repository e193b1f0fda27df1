import { findMark, marksIn } from "../marks.ts"
import { letterWords } from "../words/words-of.ts"
import { type LintRule, quoted } from "./rule.ts"

/** Words that tell what happened, or how many people it happened to. */
const DESCRIPTION = [
  /\bother (?:customers|people|users|accounts) (?:received|saw|opened|played|viewed)\b/i,
  /\b(?:was|were|been) (?:received|opened|played|viewed|watched|shown|sent|accessed|leaked|exposed|mixed up|stolen)\b/i,
  /\b(?:unauthori[sz]ed|mixed up|leak(?:ed)?|hack(?:ed|er)?s?|intruders?)\b/i,
  /\b\d[\d.,]* (?:people|persons|customers|users|accounts|residents|households)\b/i,
  /\bandere (?:kund\w+|nutzer\w*|menschen|personen|konten)\b/i,
  /\b(?:abgespielt|geöffnet|angesehen|verwechselt|vertauscht|unbefugt\w*|gehackt)\b/i,
  /\b\d[\d.,]* (?:menschen|personen|kund\w+|nutzer\w*|konten|einwohner\w*|haushalte)\b/i,
]

/** What the law forbids to say: M.G.L. c. 93H, s. 3(b): the nature of the breach, the number of residents affected. */
export const forbiddenContent: LintRule = {
  name: "forbidden-content",
  kind: "block",
  find({ form, variant, subject, text, laidOut }) {
    if (form !== "us-ma") return []
    const marks = [...new Set(marksIn(`${subject}\n${text}`))].filter((name) => findMark(name)?.isDescription)
    const headings: readonly string[] = [
      letterWords[variant.locale].headings.what_happened,
      letterWords[variant.locale].california.headings.what_happened,
    ]
    const told = laidOut.blocks.some((block) => block.kind === "heading" && headings.includes(block.text))
    const sentences = `${subject}\n${text}`.split(/(?<=[.!?])\s|\n/)
    const described = sentences.filter((sentence) => DESCRIPTION.some((words) => words.test(sentence)))
    return [
      ...marks.map((name) => ({
        where: `{{${name}}}`,
        text: "a letter to Massachusetts may not describe the breach",
      })),
      ...(told ? [{ where: "headings", text: "a letter to Massachusetts may not tell what happened" }] : []),
      ...described.map((sentence) => ({
        where: quoted(sentence),
        text: "a letter to Massachusetts may not describe the breach, or say how many people it concerns",
      })),
    ]
  },
}
