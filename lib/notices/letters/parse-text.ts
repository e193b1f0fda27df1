import type { LetterBlock } from "../../core/letters.ts"

const BULLET = /^\s*-\s+/
const NUMBER = /^\s*\d{1,2}[.)]\s+/

/** What people wrote as paragraphs and lists. Nothing in it is lost: what begins no list belongs to a paragraph. */
export function parseText(text: string): LetterBlock[] {
  return text
    .replaceAll("\r\n", "\n")
    .split(/\n[^\S\n]*\n+/)
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .flatMap(parsePart)
}

/** Lines in a row that are all of one kind make one block. */
function parsePart(part: string): LetterBlock[] {
  const blocks: { kind: "paragraph" | "bullets" | "numbers"; lines: string[] }[] = []
  for (const line of part.split("\n")) {
    const kind = BULLET.test(line) ? "bullets" : NUMBER.test(line) ? "numbers" : "paragraph"
    const last = blocks.at(-1)
    if (last?.kind === kind) last.lines.push(line)
    else blocks.push({ kind, lines: [line] })
  }
  return blocks.map(({ kind, lines }): LetterBlock => {
    if (kind === "paragraph") return { kind, text: lines.map((line) => line.trim()).join(" ") }
    const start = kind === "bullets" ? BULLET : NUMBER
    return {
      kind: "list",
      isOrdered: kind === "numbers",
      items: lines.map((line) => line.replace(start, "").trim()),
    }
  })
}
