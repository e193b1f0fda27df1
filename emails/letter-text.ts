import type { LaidOutLetter, LetterBlock } from "../lib/core/letters.ts"

/** The letter as plain text, from the same blocks as the one in HTML: whoever reads either reads the same words. */
export function letterText({ company, title, blocks, footer }: LaidOutLetter): string {
  const parts = [company, underlined(title, "="), ...blocks.map(blockText), "-".repeat(40), ...footer]
  return `${parts.join("\n\n")}\n`
}

function blockText(block: LetterBlock): string {
  if (block.kind === "heading") return `\n${underlined(block.text, "-")}`
  if (block.kind === "paragraph") return block.text
  return block.items.map((item, index) => `${block.isOrdered ? `${index + 1}.` : "-"} ${item}`).join("\n")
}

function underlined(text: string, line: string): string {
  return `${text}\n${line.repeat(Math.min(text.length, 60))}`
}
