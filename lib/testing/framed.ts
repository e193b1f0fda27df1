import type { Framer } from "../evidence/framing/line-framer.ts"

/** A framed record as tests look at it. */
export interface Framed {
  line: number
  raw: string
  fault: string | null
  cells: string[] | null
}

/** Reads what a framer gave back, one byte a character. */
export function readFramed(latin1: string): Framed[] {
  const text = Buffer.from(latin1, "latin1").toString("utf8")
  const lines = text.split("\n")
  if (lines.pop() !== "") throw new Error("a framed text ends with a line end")
  return lines.map((line) => {
    const [number = "", raw = "", escaped = "", ...more] = line.split("\u001f")
    if (more.length > 0) throw new Error(`a framed line has three cells: ${line}`)
    if (escaped === "") return { line: Number(number), raw, fault: null, cells: null }
    const [text, fault, cells] = JSON.parse(escaped)
    return { line: Number(number), raw: text, fault, cells }
  })
}

/** Gives the bytes to the framer in pieces that end at `cuts`. */
export function framedInPieces(framer: Framer, bytes: Buffer, cuts: readonly number[]): Framed[] {
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b)
  let out = ""
  let from = 0
  for (const end of ends) {
    if (end > from) out += framer.push(bytes.subarray(from, end))
    from = Math.max(from, end)
  }
  return readFramed(out + framer.end())
}
