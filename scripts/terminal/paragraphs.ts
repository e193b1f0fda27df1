import { figure } from "../../lib/core/figure.ts"
import { printable } from "../../lib/core/printable.ts"

/** What is about to be approved, in the sentences that the approver answers for. */
export function toApproveWords(name: string, sentences: readonly string[]): string {
  return joined([`${name}, to be approved:`, indented(sentences)])
}

/** Sentences below each other, as a terminal may show them. */
export function indented(sentences: readonly string[]): string {
  return sentences.map((sentence) => `  ${printable(sentence).replaceAll("\n", " ")}`).join("\n")
}

export function counted(count: number, one: string, more = `${one}s`): string {
  return `${figure(count)} ${count === 1 ? one : more}`
}

/** Each that says anything, on lines of its own. */
export function joined(paragraphs: readonly string[]): string {
  return `${paragraphs.filter((text) => text !== "").join("\n")}\n`
}
