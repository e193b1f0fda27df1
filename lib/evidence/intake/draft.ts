import { isMap, parse, parseDocument, stringify } from "yaml"
import { AppError } from "../../core/errors.ts"
import { type Incident, readIncidentText } from "../incident-file.ts"
import { readMapping } from "../mapping/load-mapping.ts"
import { tableNames } from "../tables.ts"
import { missingOf } from "./missing.ts"
import { checkMore, isNothing } from "./more.ts"
import type { Draft, DraftSource, GuidedDraft } from "./schemas.ts"

/** An incident file as text, and the own mappings that it names, each to be found under its name in it. */
export interface BuiltIncidentFile {
  text: string
  mappings: Record<string, string>
}

/** How messages name an incident file that lies nowhere. */
const INCIDENT_FILE = "incident file"

/**
 * Puts a draft into the form of an incident file. A draft that is a file already stays as it was written, with the
 * title that stands in it. What it makes need not be right: `readDraft` says whether it is.
 */
export function buildIncidentFile(draft: Draft, title: string): BuiltIncidentFile {
  if (draft.kind === "file") return { text: draft.text, mappings: {} }
  const mappings: Record<string, string> = {}
  const sources = usedSources(draft).map((source) => {
    const name = mappingName(source, mappings)
    if (source.mapping.kind === "own") mappings[name] = source.mapping.text
    return {
      name: source.name,
      files: filesOfSource(draft, source.name),
      mapping: name,
      viewerless: source.viewerless,
    }
  })
  const tables = tableNames.flatMap((table) => {
    const files = draft.files.filter((file) => file.table === table).map(({ path }) => path)
    return files.length === 0 ? [] : [[table, { files }]]
  })
  const head = stringify(
    {
      title,
      window: draft.window,
      ...(sources.length === 0 ? {} : { access_log: sources }),
      ...Object.fromEntries(tables),
    },
    { lineWidth: 0 },
  )
  return { text: `# Put together in Tocsin's console.\n${withMore(head, draft.more)}`, mappings }
}

/**
 * A draft as the classifier reads it: its incident file, its mappings, and what it names found in the folder.
 * @throws AppError invalid naming the person's own place: what is still missing, the source whose mapping is wrong, or
 *   the key and line of what was written by hand
 */
export function readDraft(
  folder: string,
  draft: Draft,
  title: string,
  { confinedTo = [folder] }: { confinedTo?: readonly string[] } = {},
): BuiltIncidentFile & { incident: Incident } {
  const { hasPresumptions } = draft.kind === "guided" ? checkMore(draft.more) : { hasPresumptions: false }
  const [missing] = missingOf(draft, hasPresumptions)
  if (missing) throw new AppError("invalid", missing.message)
  if (draft.kind === "guided") for (const source of usedSources(draft)) checkMapping(source)
  const built = buildIncidentFile(draft, title)
  const { text, mappings } = built
  return { ...built, incident: readIncidentText(text, { name: INCIDENT_FILE, folder, mappings, confinedTo }) }
}

/** How messages name the mapping that a person writes for a source. */
export function ownMappingName(source: string): string {
  return `mapping of ${source}`
}

/** The paths of a source's files. */
export function filesOfSource(draft: GuidedDraft, source: string): string[] {
  return draft.files
    .filter((file) => file.table === "access_log" && file.source === source)
    .map(({ path }) => path)
}

function usedSources(draft: GuidedDraft): DraftSource[] {
  return draft.sources.filter(({ name }) => filesOfSource(draft, name).length > 0)
}

function checkMapping({ name, mapping }: DraftSource): void {
  if (mapping.kind === "own") readMapping(mapping.text, ownMappingName(name))
}

/** A built-in mapping's own name, or a path that is not taken yet, under which an own one is asked for. */
function mappingName({ name, mapping }: DraftSource, taken: Record<string, string>): string {
  if (mapping.kind === "built_in") return mapping.name
  const plain =
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-|-$/g, "") || "source"
  let path = `./mapping-${plain}.yaml`
  for (let number = 2; Object.hasOwn(taken, path); number++) path = `./mapping-${plain}-${number}.yaml`
  return path
}

/** The further keys keep their words and comments where they can simply follow; else they are set anew. */
function withMore(head: string, more: string): string {
  if (isNothing(more)) return head
  const following = `${head}${more.replace(/\n*$/, "\n")}`
  const apart = plainValueOf(more)
  // What cannot be read is told by the reading, not here.
  if (typeof apart !== "object" || apart === null) return following
  const wanted = JSON.stringify({ ...(plainValueOf(head) as object), ...apart })
  if (JSON.stringify(plainValueOf(following)) === wanted) return following
  const anew = `${head}${setAnew(more)}`
  return JSON.stringify(plainValueOf(anew)) === wanted ? anew : following
}

/** The same text as keys in lines of their own, without marks of where a document begins. */
function setAnew(more: string): string {
  const document = parseDocument(more, { schema: "failsafe" })
  if (isMap(document.contents)) document.contents.flow = false
  return document.toString({ lineWidth: 0, directives: false })
}

/** Numbers stay as they were written: an identifier may look like one. */
function plainValueOf(text: string): unknown {
  try {
    return parse(text, { schema: "failsafe" })
  } catch {
    return undefined
  }
}
