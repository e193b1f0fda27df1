import { readFileSync, statSync } from "node:fs"
import { invalid } from "../../../lib/core/errors.ts"

/** A hundred thousand names of 200 characters, and a little. */
const BYTES_MAX = 32 * 1024 * 1024

/**
 * Names of subjects from a file, one a line; empty lines do not count, nor does the same name again.
 * @throws AppError invalid naming the file
 */
export function readNames(path: string): string[] {
  const text = read(path)
  const names = text.replace(/^\ufeff/, "").split(/\r?\n/)
  return [...new Set(names.map((name) => name.trim()).filter((name) => name !== ""))]
}

function read(path: string): string {
  try {
    if (statSync(path).size > BYTES_MAX) throw invalid(path, "is too large for a list of names")
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path))
  } catch (cause) {
    if (cause instanceof TypeError) throw invalid(path, "is no text in UTF-8", cause)
    const { code } = cause as NodeJS.ErrnoException
    if (code === "ENOENT") throw invalid(path, "there is no such file", cause)
    if (code === "EISDIR") throw invalid(path, "is a folder", cause)
    throw cause
  }
}
