import { isMap, parseDocument } from "yaml"
import type { Engine } from "../../core/engine.ts"
import { AppError } from "../../core/errors.ts"
import { literal, literalList } from "../../core/sql.ts"
import type { InputFile } from "../files/find-files.ts"
import { builtInMappings } from "../mapping/built-in-names.ts"
import { builtInText, type LoadedMapping, loadMapping, readMapping } from "../mapping/load-mapping.ts"
import { toRe2 } from "../mapping/patterns.ts"
import { ownMappingName } from "./draft.ts"
import { type DeclaredFormat, draftMapping } from "./draft-mapping.ts"
import { explainEngine } from "./engine-failure.ts"
import { type Look, valuesOf } from "./look.ts"
import { type LinesRead, readLines } from "./read-lines.ts"
import type { MappingChoice } from "./schemas.ts"

/** A file of the log with what was seen of it. */
export interface LogFile {
  file: InputFile
  look: Look
}

/** A mapping that is tried on the first records. */
export interface Candidate {
  choice: MappingChoice
  loaded: LoadedMapping
  label: string
}

/** Mappings whose time the records have at all: no other makes an event of them. */
export function candidatesFor(
  source: string,
  files: readonly LogFile[],
  beside: readonly Look[],
): Candidate[] {
  const [first] = files
  if (!first) return []
  const candidates: Candidate[] = []
  for (const name of builtInMappings) {
    const loaded = loadMapping(name, "", source)
    if (!hasTimeOf(loaded, first.look)) continue
    const format = declaredFormat(first, loaded)
    if (format === null)
      candidates.push({ choice: { kind: "built_in", name }, loaded, label: `the mapping ${name}` })
    else
      candidates.push(
        ownCandidate(
          source,
          withFormat(builtInText(name), format),
          `the mapping ${name}, set for these files,`,
        ),
      )
  }
  for (const { path, text } of beside) {
    const candidate = candidateOrNone(source, text, `the mapping in ${path}`)
    if (!candidate) continue
    if (mayRead(candidate.loaded, first.look)) candidates.push(candidate)
  }
  return candidates
}

function ownCandidate(source: string, text: string, label: string): Candidate {
  return { choice: { kind: "own", text }, loaded: readMapping(text, ownMappingName(source)), label }
}

/** A mapping that somebody wrote may be wrong: then it is none to choose from. */
function candidateOrNone(source: string, text: string, label: string): Candidate | null {
  try {
    return ownCandidate(source, text, label)
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

/** Whether a mapping that somebody wrote could be meant for such records. */
function mayRead(loaded: LoadedMapping, look: Look): boolean {
  return loaded.mapping.format?.pattern === undefined ? hasTimeOf(loaded, look) : look.content === "lines"
}

/** Whether a mapping reads records such as these; a pattern is held against the lines by the engine, which bounds it. */
export async function isMeantFor(engine: Engine, loaded: LoadedMapping, look: Look): Promise<boolean> {
  const pattern = loaded.mapping.format?.pattern
  if (!mayRead(loaded, look)) return false
  if (pattern === undefined) return true
  const lines = look.lines.slice(0, 100)
  try {
    const [found] = await engine.rows<{ share: number | null }>(
      `SELECT avg(regexp_matches(line, ${literal(toRe2(pattern))})::INTEGER)::DOUBLE AS share FROM (SELECT unnest(${literalList(lines)}) AS line)`,
    )
    return (found?.share ?? 0) >= 0.5
  } catch (error) {
    const failure = explainEngine(error, look.path)
    if (failure instanceof AppError && failure.code === "invalid") return false
    throw failure
  }
}

function hasTimeOf({ mapping }: LoadedMapping, { records }: Look): boolean {
  return mapping.time.path.some((path) => valuesOf(records, path).length > 0)
}

/** The format that a mapping must declare so that it reads this file; null where it reads it as it is. */
function declaredFormat(given: LogFile, { mapping }: LoadedMapping): DeclaredFormat | null {
  const { content, recordsPath } = given.look
  if (mapping.format === undefined) return draftFormat(given)
  if (content === "lines" || mapping.format.type === content) {
    const isSamePlace = (mapping.format.records ?? "") === recordsPath.join(".")
    if (content !== "json" || isSamePlace) return null
  }
  return draftFormat(given) ?? declaredByName(given)
}

/** What the file's name says, said by a mapping that would say something else. */
function declaredByName({ file }: LogFile): DeclaredFormat | null {
  return file.format === null ? null : { type: file.format }
}

function withFormat(text: string, format: DeclaredFormat): string {
  const document = parseDocument(text)
  const value = document.createNode(format, { flow: true })
  if (document.has("format") || !isMap(document.contents)) document.set("format", value)
  else document.contents.items.splice(1, 0, document.createPair("format", value))
  return document.toString({ lineWidth: 0 })
}

/** A mapping drafted from all that was seen of the files; null where not even their records are known. */
export function draftedFor(source: string, files: readonly LogFile[]): Candidate | null {
  const [first] = files
  if (!first) return null
  const { content } = first.look
  const lines: LinesRead | null =
    content === "lines" ? readLines(files.flatMap(({ look }) => look.lines)) : null
  if (content === "lines" && lines === null) return null
  const sample = {
    columns: lines?.columns ?? [...new Set(files.flatMap(({ look }) => look.columns))],
    records: lines?.records ?? files.flatMap(({ look }) => look.records),
    isParquet: content === "parquet",
  }
  if (sample.records.length === 0) return null
  const format: DeclaredFormat | null = lines ? { type: "regex", pattern: lines.pattern } : draftFormat(first)
  const text = draftMapping({ source, sample, format, headers: lines?.headers ?? [] })
  const of = lines ? ` for ${lines.kind}` : ""
  return ownCandidate(
    source,
    text,
    `no shipped mapping fits; one that was drafted${of} from the log's names and values`,
  )
}

/** What a drafted mapping must declare of the file's format, since it declares nothing else. */
function draftFormat({ file, look }: LogFile): DeclaredFormat | null {
  const { content } = look
  if (content !== "csv" && content !== "ndjson" && content !== "json") return null
  const records = look.recordsPath.join(".")
  if (content === file.format && records === "") return null
  return { type: content, ...(records === "" ? {} : { records }) }
}
