import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { invalid } from "../../core/errors.ts"
import { type Mapping, mappingSchema } from "../schemas.ts"
import { readYaml } from "../yaml.ts"
import { groupNames, toRe2 } from "./patterns.ts"

export const builtInMappings = ["canonical", "cloudtrail", "ocsf"] as const

export interface LoadedMapping {
  /** As the incident file names it. */
  name: string
  mapping: Mapping
  /** SHA-256 of its text: a mapping is never changed once a run has used it. */
  sha256: string
}

/**
 * Loads a built-in mapping by name or a person's own by path.
 * @throws AppError invalid naming the mapping and the key that is wrong, or the field that names no mapping
 */
export function loadMapping(name: string, folder: string, field: string): LoadedMapping {
  const file = fileOf(name, folder, field)
  const mapping = readYaml(file, name, mappingSchema)
  checkPatterns(mapping, name)
  return { name, mapping, sha256: createHash("sha256").update(readFileSync(file)).digest("hex") }
}

function fileOf(name: string, folder: string, field: string): string {
  if (builtInMappings.some((one) => one === name))
    return fileURLToPath(new URL(`./built-in/${name}.yaml`, import.meta.url))
  if (!/[./\\]/.test(name))
    throw invalid(
      field,
      `${JSON.stringify(name)} is neither a built-in mapping (${builtInMappings.join(", ")}) nor a path`,
    )
  return resolve(folder, name)
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
