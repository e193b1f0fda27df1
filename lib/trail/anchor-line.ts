import { z } from "zod"
import { AppError } from "../core/errors.ts"
import { type Head, headsSchema } from "./rules.ts"

const FORMAT = "tocsin-anchor-1"

const lineSchema = z.object({
  format: z.literal(FORMAT),
  anchor: z.uuid(),
  at: z.iso.datetime(),
  heads: headsSchema,
})

/** Heads of chains as they were given to somebody outside. */
export interface Anchored {
  anchor: string
  at: string
  heads: readonly Head[]
}

/** The heads as the one line of JSON that goes outside, without its end. */
export function anchorLine({ anchor, at, heads }: Anchored): string {
  return JSON.stringify({ format: FORMAT, anchor, at, heads })
}

/**
 * The anchors of a file that was kept outside, or of a mail with one; lines that do not begin with a brace are the
 * mail's.
 * @throws AppError invalid naming the file and the line where one is none, and where there is none at all
 */
export function parseAnchorLines(text: string, name: string): Anchored[] {
  const anchors = text.split("\n").flatMap((line, index) => {
    if (!line.trimStart().startsWith("{")) return []
    const anchor = parseLine(line)
    if (!anchor)
      throw new AppError("invalid", `${name}: line ${index + 1} is no anchor of a trail, or not whole`)
    return [anchor]
  })
  if (anchors.length === 0) throw new AppError("invalid", `${name}: there is no anchor of a trail in it`)
  return anchors
}

function parseLine(line: string): Anchored | null {
  try {
    return lineSchema.safeParse(JSON.parse(line)).data ?? null
  } catch {
    return null
  }
}
