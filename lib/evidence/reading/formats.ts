import { invalid } from "../../core/errors.ts"
import type { FileFormat, InputFile } from "../files/find-files.ts"
import { toRe2 } from "../mapping/patterns.ts"
import type { Mapping } from "../schemas.ts"
import type { TextReading } from "./text-part.ts"

/**
 * How a file is read as text, or null where it is Parquet. A mapping that declares a format has the last word;
 * without one the file's name has it.
 * @throws AppError invalid when neither says what the file is, or they contradict each other
 */
export function textReadingOf(
  file: InputFile,
  mapping: Mapping | null,
  compile: TextReading["compile"],
): TextReading | null {
  const format: FileFormat | null = mapping?.format?.type ?? file.format
  if (format === null)
    throw invalid(
      file.name,
      "its name says no format: .ndjson, .jsonl, .json, .csv, .parquet, text also with .gz",
    )
  if ((format === "parquet") !== (file.format === "parquet") && file.format !== null)
    throw invalid(file.name, `the mapping reads ${format}, which the file's name contradicts`)
  if (format === "parquet") {
    if (file.gzip) throw invalid(file.name, "a Parquet file is not compressed by gzip")
    return null
  }
  return {
    format,
    recordsPath: mapping?.format?.records?.split(".") ?? [],
    pattern: mapping?.format?.pattern === undefined ? null : toRe2(mapping.format.pattern),
    compile,
  }
}
