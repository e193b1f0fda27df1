import { type LintRule, quoted } from "./rule.ts"

/** No text part, or one that says something else than the HTML. */
export const textPart: LintRule = {
  name: "text-part",
  kind: "block",
  find({ text, shown }) {
    if (text.trim() === "") return [{ where: "text part", text: "there is none" }]
    const [inHtml, inText] = [wordsOf(shown), wordsOf(text)]
    const at = inHtml.findIndex((word, index) => word !== inText[index])
    if (at < 0 && inHtml.length === inText.length) return []
    const from = Math.max(0, (at < 0 ? inHtml.length : at) - 2)
    const said = (words: readonly string[]) => quoted(words.slice(from, from + 9).join(" "))
    return [{ where: "text part", text: `it says ${said(inText)} where the HTML says ${said(inHtml)}` }]
  },
}

/** Words alone: the numbers and dashes of lists are marks of form. */
function wordsOf(text: string): string[] {
  const lines = text.split("\n").map((line) => line.replace(/^\s*(?:\d{1,2}\.|-)\s+/, ""))
  return lines.join("\n").match(/\{\{[^{}]*\}\}|[\p{L}\p{N}_]+/gu) ?? []
}
