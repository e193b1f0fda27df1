import { isAbsolute, join, resolve } from "node:path"
import { escapePath } from "tinyglobby"
import { parseDocument } from "yaml"
import { AppError } from "../../core/errors.ts"
import { builtInMappings } from "../../evidence/mapping/built-in-names.ts"
import { incidentSchema } from "../../evidence/schemas.ts"
import { tableNames } from "../../evidence/tables.ts"
import { readYamlText } from "../../evidence/yaml.ts"
import { sourceGlobs } from "./source-globs.ts"

/** The window of a watch ends with each reading; until then it has no end. */
const NO_END = "9999-01-01T00:00:00Z"

interface Frozen {
  /** Absolute: what the revision's paths are relative to. */
  evidenceFolder: string
  since: Date
  /** Which files of the watched folder are a source's, by its name, where a person says so. */
  files: Readonly<Record<string, readonly string[]>>
  /** The revision's own mappings that are kept with it, by name: others lie beside the evidence. */
  mappings: Readonly<Record<string, string>>
}

/**
 * The incident file by which a log is read that goes on after the evidence: a revision's own, with its tables found where
 * they are, its log in another folder (whose paths stay relative to that), and a window that begins with the action.
 * @throws AppError precondition where the incident has no access log
 */
export function freezeIncident(
  incidentFile: string,
  { evidenceFolder, since, files, mappings }: Frozen,
): string {
  const given = readYamlText(incidentFile, "incident file", incidentSchema)
  const sources = given.access_log
  if (!sources)
    throw new AppError(
      "precondition",
      "This incident has no access log by whose mapping a later one could be read",
    )
  const document = parseDocument(incidentFile)
  for (const table of tableNames) {
    const globs = given[table]?.files
    if (globs)
      document.setIn(
        [table, "files"],
        globs.map((glob) => absolute(glob, evidenceFolder)),
      )
  }
  const isList = Array.isArray(document.toJS().access_log)
  for (const [index, { name = "access_log", mapping }] of sources.entries()) {
    const place = isList ? ["access_log", index] : ["access_log"]
    document.setIn([...place, "files"], [...(files[name] ?? sourceGlobs(sources, name))])
    const isBeside = !Object.hasOwn(mappings, mapping) && !builtInMappings.some((one) => one === mapping)
    if (isBeside) document.setIn([...place, "mapping"], resolve(evidenceFolder, mapping))
  }
  document.set("window", { from: since.toISOString(), to: NO_END })
  document.delete("presumptions")
  const text = document.toString({ lineWidth: 0 })
  readYamlText(text, "incident file", incidentSchema)
  return text
}

function absolute(glob: string, folder: string): string {
  return isAbsolute(glob) ? glob : join(escapePath(folder), glob)
}
