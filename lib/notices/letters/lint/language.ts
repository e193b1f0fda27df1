import { localeWords } from "../../../core/notice-words.ts"
import type { LintRule } from "./rule.ts"

/** HTML that does not say its language: it is read aloud as another one. */
export const language: LintRule = {
  name: "language",
  kind: "block",
  find({ page, variant }) {
    const lang = page.elements.find(({ tag }) => tag === "html")?.attributes.lang
    if (lang?.toLowerCase().split("-")[0] === variant.locale) return []
    return [
      {
        where: "<html lang>",
        text: lang
          ? `it says that its language is ${lang}, and it is ${localeWords[variant.locale]}`
          : "it does not say its language",
      },
    ]
  },
}
