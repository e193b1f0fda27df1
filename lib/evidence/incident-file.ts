import { dirname, resolve } from "node:path"
import { invalid } from "../core/errors.ts"
import { confineFound, confineGlob } from "./files/confine-globs.ts"
import { findFiles, type InputFile } from "./files/find-files.ts"
import { type LoadedMapping, loadMapping } from "./mapping/load-mapping.ts"
import { type IncidentFile, incidentSchema } from "./schemas.ts"
import { type TableName, tableNames } from "./tables.ts"
import { readYaml, readYamlText } from "./yaml.ts"

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

/** Where that lies which an incident file names. */
export interface IncidentPlace {
  /** How messages name the incident file. */
  name: string
  /** Relative paths are relative to it. */
  folder: string
  /** Mappings of one's own that lie in no file, by the name that the incident file gives them, such as `./cdn.yaml`. */
  mappings?: Readonly<Record<string, string>> | undefined
  /** Folders out of which no file and no mapping may lie, links followed; absent: any path will do. */
  confinedTo?: readonly string[] | undefined
  /** Finds the files of a source of the access log where its globs alone do not: a log that goes on growing. */
  findLog?: ((globs: readonly string[], source: string) => InputFile[]) | undefined
}

/**
 * Reads an incident file and finds its files and mappings.
 * @throws AppError invalid naming the file and the key that is wrong
 */
export function readIncidentFile(path: string): Incident {
  const file = resolve(path)
  return resolved(readYaml(file, path, incidentSchema), { name: path, folder: dirname(file) })
}

/**
 * Reads the text of an incident file, which need not lie beside the evidence, and finds its files and mappings.
 * @throws AppError invalid naming the file, the key that is wrong, and its line where there is one
 */
export function readIncidentText(text: string, place: IncidentPlace): Incident {
  return resolved(readYamlText(text, place.name, incidentSchema), place)
}

/** The texts of an incident's own mappings, to be kept with the incident file: `readIncidentText` takes them. */
export function ownMappings({ sources }: Incident): Record<string, string> {
  const own = sources.map(({ mapping }) => mapping).filter(({ isBuiltIn }) => !isBuiltIn)
  return Object.fromEntries(own.map(({ name, text }) => [name, text]))
}

function resolved(file: IncidentFile, place: IncidentPlace): Incident {
  const { access_log, accounts, entitlements, media, sessions, devices, actors, reports, ...rest } = file
  const given = { accounts, entitlements, media, sessions, devices, actors, reports }
  const tables: Incident["tables"] = {}
  for (const table of tableNames) {
    const globs = given[table]?.files
    if (globs) tables[table] = filesOf(globs, place, `${place.name}: ${table}.files`)
  }
  const sources = (access_log ?? []).map((one, index): LogSource => {
    const key = access_log?.length === 1 ? "access_log" : `access_log[${index}]`
    if (one.name === undefined && access_log && access_log.length > 1)
      throw invalid(place.name, `${key}.name: is missing`)
    const name = one.name ?? UNNAMED_SOURCE
    return {
      name,
      files: place.findLog?.(one.files, name) ?? filesOf(one.files, place, `${place.name}: ${key}.files`),
      mapping: loadMapping(one.mapping, place.folder, `${place.name}: ${key}.mapping`, place),
      viewerless: one.viewerless,
    }
  })
  const names = new Set<string>()
  for (const [index, { name }] of sources.entries()) {
    if (names.has(name))
      throw invalid(place.name, `access_log[${index}].name: ${JSON.stringify(name)} is taken`)
    names.add(name)
  }
  return { ...rest, name: place.name, sources, tables }
}

/** @throws AppError invalid also when a file lies outside of the folders that it may lie in */
export function filesOf(
  globs: readonly string[],
  { folder, confinedTo }: Pick<IncidentPlace, "folder" | "confinedTo">,
  field: string,
): InputFile[] {
  if (!confinedTo) return findFiles(globs, folder, field)
  for (const glob of globs) confineGlob(glob, folder, confinedTo, field)
  const files = findFiles(globs, folder, field)
  for (const file of files) confineFound(file.path, file.name, confinedTo, field)
  return files
}
