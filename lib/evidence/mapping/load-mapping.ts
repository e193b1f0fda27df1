import { createHash } from "node:crypto"
import { readFileSync, realpathSync, statSync } from "node:fs"
import { resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { beside } from "../../core/beside.ts"
import { invalid } from "../../core/errors.ts"
import { confineFound, confinePath } from "../files/confine-globs.ts"
import { type Mapping, mappingSchema } from "../schemas.ts"
import { readYaml, readYamlText } from "../yaml.ts"
import { type BuiltInMapping, builtInMappings } from "./built-in-names.ts"
import { groupNames, toRe2 } from "./patterns.ts"

/** A person's own mapping is a page of YAML, never a log that was named by mistake. */
export const MAPPING_BYTES_MAX = 1024 * 1024

export interface LoadedMapping {
  /** As the incident file names it. */
  name: string
  mapping: Mapping
  /** What was read, so that it can be kept with what was made by it. */
  text: string
  isBuiltIn: boolean
  /** SHA-256 of its text: a mapping is never changed once a run has used it. */
  sha256: string
}

/** What a person's own mappings may be, besides files anywhere. */
export interface OwnMappings {
  /** Texts that lie in no file, by the name under which they are asked for; they come before files. */
  mappings?: Readonly<Record<string, string>> | undefined
  /** Folders out of which no path may lead; absent: any path will do. */
  confinedTo?: readonly string[] | undefined
}

/**
 * Loads a built-in mapping by name or a person's own by path.
 * @throws AppError invalid naming the mapping and the key that is wrong, or the field that names no mapping
 */
export function loadMapping(
  name: string,
  folder: string,
  field: string,
  { mappings = {}, confinedTo }: OwnMappings = {},
): LoadedMapping {
  const given = Object.hasOwn(mappings, name) ? mappings[name] : undefined
  if (given !== undefined) return readMapping(given, name)
  const builtIn = builtInMappings.find((one) => one === name)
  const file = builtIn ? builtInFile(builtIn) : ownFile(name, folder, field, confinedTo)
  const mapping = readYaml(file, name, mappingSchema)
  checkPatterns(mapping, name)
  const bytes = readFileSync(file)
  return {
    name,
    mapping,
    text: bytes.toString("utf8"),
    isBuiltIn: builtIn !== undefined,
    sha256: sha256(bytes),
  }
}

/**
 * Reads a mapping's text, which its author has before them.
 * @throws AppError invalid naming the mapping, the key that is wrong, and its line where there is one
 */
export function readMapping(text: string, name: string): LoadedMapping {
  if (Buffer.byteLength(text) > MAPPING_BYTES_MAX) throw tooLarge(name)
  const mapping = readYamlText(text, name, mappingSchema)
  checkPatterns(mapping, name)
  return { name, mapping, text, isBuiltIn: false, sha256: sha256(text) }
}

/** The text of a built-in mapping, to start one's own from. */
export function builtInText(name: BuiltInMapping): string {
  return readFileSync(builtInFile(name), "utf8")
}

function sha256(text: string | Buffer): string {
  return createHash("sha256").update(text).digest("hex")
}

function builtInFile(name: BuiltInMapping): string {
  return fileURLToPath(beside(import.meta.url, `./built-in/${name}.yaml`))
}

function ownFile(name: string, folder: string, field: string, confinedTo: OwnMappings["confinedTo"]): string {
  if (!/[./\\]/.test(name))
    throw invalid(
      field,
      `${JSON.stringify(name)} is neither a built-in mapping (${builtInMappings.join(", ")}) nor a path`,
    )
  const file = resolve(folder, name)
  if (confinedTo) confinePath(file, name, confinedTo, field)
  const found = statSync(file, { throwIfNoEntry: false })
  if (!found) return file // Told by the reading.
  if (confinedTo) confineFound(realpathSync(file), name, confinedTo, field)
  if (!found.isFile() && !found.isDirectory()) throw invalid(name, "is not a file")
  if (found.size > MAPPING_BYTES_MAX) throw tooLarge(name)
  return file
}

function tooLarge(name: string) {
  return invalid(name, `is larger than ${MAPPING_BYTES_MAX / 1024 / 1024} MiB, which no mapping is`)
}

function checkPatterns(mapping: Mapping, name: string): void {
  for (const [field, one] of Object.entries(mapping.fields)) {
    if (one?.extract === undefined) continue
    if (!groupNames(toRe2(one.extract)).includes("value"))
      throw invalid(name, `fields.${field}.extract: has no group named "value"`)
  }
  const pattern = mapping.format?.pattern
  if (pattern !== undefined && groupNames(toRe2(pattern)).every((group) => group === null))
    throw invalid(name, "format.pattern: has no named group")
  for (const [index, rule] of (mapping.rules ?? []).entries()) {
    if ("otherwise" in rule && index < (mapping.rules?.length ?? 0) - 1)
      throw invalid(name, `rules[${index}].otherwise: must be the last rule`)
  }
}

/** Every path of a record that a mapping reads. */
export function mappingPaths({ time, fields, rules }: Mapping): string[] {
  const fromFields = Object.values(fields).flatMap((field) => field?.path ?? [])
  const fromRules = (rules ?? []).flatMap((rule) => ("when" in rule ? Object.keys(rule.when) : []))
  return [...new Set([...time.path, ...fromFields, ...fromRules])]
}
