import { dirname, resolve } from "node:path"
import { invalid } from "../core/errors.ts"
import { findFiles, type InputFile } from "./files/find-files.ts"
import { type LoadedMapping, loadMapping } from "./mapping/load-mapping.ts"
import { type IncidentFile, incidentSchema } from "./schemas.ts"
import { type TableName, tableNames } from "./tables.ts"
import { readYaml } from "./yaml.ts"

export interface LogSource {
  name: string
  files: InputFile[]
  mapping: LoadedMapping
  viewerless: "unattributed" | "exposure"
}

/** An incident file with its globs and mappings resolved; nothing of the evidence has been read yet. */
export interface Incident extends Omit<IncidentFile, "access_log" | TableName> {
  /** How messages name the incident file. */
  name: string
  sources: LogSource[]
  tables: Partial<Record<TableName, InputFile[]>>
}

const UNNAMED_SOURCE = "access_log"

/**
 * Reads an incident file and finds its files and mappings.
 * @throws AppError invalid naming the file and the key that is wrong
 */
export function readIncidentFile(path: string): Incident {
  const file = resolve(path)
  const folder = dirname(file)
  const { access_log, accounts, entitlements, media, sessions, devices, actors, reports, ...rest } = readYaml(
    file,
    path,
    incidentSchema,
  )
  const given = { accounts, entitlements, media, sessions, devices, actors, reports }
  const tables: Incident["tables"] = {}
  for (const table of tableNames) {
    const globs = given[table]?.files
    if (globs) tables[table] = findFiles(globs, folder, `${path}: ${table}.files`)
  }
  const sources = (access_log ?? []).map((one, index): LogSource => {
    const key = access_log?.length === 1 ? "access_log" : `access_log[${index}]`
    if (one.name === undefined && access_log && access_log.length > 1)
      throw invalid(path, `${key}.name: is missing`)
    const name = one.name ?? UNNAMED_SOURCE
    return {
      name,
      files: findFiles(one.files, folder, `${path}: ${key}.files`),
      mapping: loadMapping(one.mapping, folder, `${path}: ${key}.mapping`),
      viewerless: one.viewerless,
    }
  })
  const names = new Set<string>()
  for (const [index, { name }] of sources.entries()) {
    if (names.has(name)) throw invalid(path, `access_log[${index}].name: ${JSON.stringify(name)} is taken`)
    names.add(name)
  }
  return { ...rest, name: path, sources, tables }
}
