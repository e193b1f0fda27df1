import { z } from "zod"
import { invalid } from "../../core/errors.ts"
import { tokenIn } from "../item-token.ts"
import { linesOf, type TextLine } from "./result-lines.ts"
import type { ResultLine, Sayable } from "./result-rows.ts"

const cell = z.string().nullish()
const rowSchema = z.object({ token: z.string(), state: z.string(), at: cell, status: cell })
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/

/**
 * The rows of a results file, NDJSON or CSV by its name, with what is wrong with those that cannot be read. It is read as
 * it comes, however long it is.
 * @throws AppError invalid where the file is neither, or a CSV without the columns token and state
 */
export async function* readResults(
  file: { name: string; open(): AsyncIterable<Uint8Array> },
  sayable: Sayable,
): AsyncGenerator<ResultLine[]> {
  const read = readerFor(file.name, sayable)
  for await (const lines of linesOf(file.open())) {
    const rows = lines.flatMap((line) => read(line) ?? [])
    if (rows.length > 0) yield rows
  }
}

type ReadLine = (line: TextLine) => ResultLine | null

function readerFor(name: string, sayable: Sayable): ReadLine {
  if (/\.(ndjson|jsonl)$/i.test(name)) return (line) => ndjsonLine(line, sayable)
  if (/\.csv$/i.test(name)) return csvLines(name, sayable)
  throw invalid(name, "is no results file: its name ends in .ndjson or .csv")
}

function ndjsonLine({ line, text }: TextLine, sayable: Sayable): ResultLine | null {
  if (text === null) return { line, fault: "is too long" }
  if (text.trim() === "") return null
  try {
    return rowOf(line, JSON.parse(text), sayable)
  } catch {
    return { line, fault: "is no JSON" }
  }
}

/** The first line that is not empty names the columns. */
function csvLines(name: string, sayable: Sayable): ReadLine {
  let columns: string[] | null = null
  return ({ line, text }) => {
    if (text?.trim() === "") return null
    const cells = text === null ? null : cellsOf(text)
    if (columns === null) {
      columns = cells?.map((one) => one.trim().toLowerCase()) ?? []
      if (!columns.includes("token") || !columns.includes("state"))
        throw invalid(name, "has no columns token and state in its first line")
      return null
    }
    if (text === null) return { line, fault: "is too long" }
    if (cells === null) return { line, fault: "has a quote that is not closed" }
    if (cells.length !== columns.length)
      return { line, fault: `has ${cells.length} cells, not ${columns.length}` }
    const values = Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? ""]))
    return rowOf(line, values, sayable)
  }
}

/** The cells of one line (RFC 4180); null where a quote is not closed in it. No cell of results holds a line end. */
function cellsOf(text: string): string[] | null {
  const cells: string[] = []
  for (let at = 0; at <= text.length; at++) {
    if (text[at] !== '"') {
      const end = text.indexOf(",", at)
      cells.push(text.slice(at, end < 0 ? text.length : end))
      at = end < 0 ? text.length : end
      continue
    }
    const quoted = /"((?:[^"]|"")*)"(?=,|$)/y
    quoted.lastIndex = at
    const found = quoted.exec(text)
    if (!found) return null
    cells.push((found[1] ?? "").replaceAll('""', '"'))
    at = quoted.lastIndex
  }
  return cells
}

function rowOf(line: number, value: unknown, { states, statusOf }: Sayable): ResultLine {
  const parsed = rowSchema.safeParse(value)
  if (!parsed.success) return { line, fault: "has no token and state, or something else in their place" }
  const { token: given, state: said, at, status } = parsed.data
  const token = tokenIn(given.trim().toLowerCase())
  if (token === null) return { line, fault: "has no token of ours" }
  const state = states.find((one) => one === said.trim().toLowerCase())
  if (!state) return { line, fault: `has a state that is none of ${states.join(", ")}` }
  const instant = at?.trim() ? instantOf(at.trim()) : null
  if (instant === undefined) return { line, fault: "has a time that is none, such as 2026-11-22T10:00:00Z" }
  return { line, token, state, at: instant, status: statusOf(status ?? undefined) }
}

function instantOf(text: string): Date | undefined {
  const instant = new Date(text)
  return INSTANT.test(text) && !Number.isNaN(instant.getTime()) ? instant : undefined
}
