import { realpathSync } from "node:fs"
import { join } from "node:path"
import type { Engine } from "../../core/engine.ts"
import { AppError } from "../../core/errors.ts"
import type { InputFile } from "../files/find-files.ts"
import { filesOf, type LogSource } from "../incident-file.ts"
import { type LoadedMapping, loadMapping, readMapping } from "../mapping/load-mapping.ts"
import { testMapping } from "../mapping/test-mapping.ts"
import { defineMacros, previewFile, type SourcePreview } from "../preview.ts"
import { filesOfSource, ownMappingName, readDraft } from "./draft.ts"
import { explained } from "./engine-failure.ts"
import type { Draft, GuidedDraft } from "./schemas.ts"

/** How a draft's source is read, or why it cannot be. */
export interface DraftPreview extends SourcePreview {
  /** In the user's words; then nothing was read and all counts are 0. */
  problem: string | null
}

export interface PreviewOptions {
  /** Which file of a source is looked at, by the source's name; otherwise its first. */
  files?: Readonly<Record<string, string>>
  /** Folders out of which nothing may lead; the evidence's own where absent. */
  confinedTo?: readonly string[]
}

/**
 * Reads the beginning of a file of each source of a draft. A source that cannot be read says why, and does not hide the
 * others; tables and window of a guided draft may be missing still.
 * @throws AppError invalid when an incident file that the person wrote is wrong, unavailable when the engine is gone
 */
export async function previewDraft(
  engine: Engine,
  folder: string,
  draft: Draft,
  title: string,
  workFolder: string,
  { files = {}, confinedTo = [folder] }: PreviewOptions = {},
): Promise<DraftPreview[]> {
  await explained("preview", () => defineMacros(engine))
  const sources: PendingSource[] =
    draft.kind === "file"
      ? readDraft(folder, draft, title, { confinedTo }).incident.sources.map((source) => ({
          name: source.name,
          resolve: () => source,
        }))
      : pendingSources(folder, draft, confinedTo)
  const previews: DraftPreview[] = []
  for (const source of sources) {
    const chosen = Object.hasOwn(files, source.name) ? files[source.name] : undefined
    previews.push(await previewSource(engine, source, chosen, folder, workFolder))
  }
  return previews
}

/** A source that is only looked for when its turn comes, so that its faults are told as its own. */
interface PendingSource {
  name: string
  resolve: () => LogSource
}

function pendingSources(folder: string, draft: GuidedDraft, confinedTo: readonly string[]): PendingSource[] {
  return draft.sources.map(({ name, mapping, viewerless }) => ({
    name,
    resolve: () => {
      const paths = filesOfSource(draft, name)
      if (paths.length === 0) throw new AppError("invalid", `${name}: has no file`)
      const files = filesOf(paths, { folder, confinedTo }, name)
      const loaded =
        mapping.kind === "own"
          ? readMapping(mapping.text, ownMappingName(name))
          : loadMapping(mapping.name, folder, name)
      return { name, files, mapping: loaded, viewerless }
    },
  }))
}

async function previewSource(
  engine: Engine,
  { name, resolve }: PendingSource,
  chosen: string | undefined,
  folder: string,
  workFolder: string,
): Promise<DraftPreview> {
  let found: LogSource | null = null
  try {
    const source = resolve()
    found = source
    const file = chosenFile(source, chosen, folder)
    await explained(source.mapping.name, () => testMapping(engine, source.mapping))
    const preview = await explained(file.name, () => previewFile(engine, source, file, workFolder))
    return { ...preview, problem: null }
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "invalid") throw error
    return nothingRead(name, found, chosen, error.message)
  }
}

/** The file that the person chose, which a link may lead to, or the first. */
function chosenFile(source: LogSource, chosen: string | undefined, folder: string): InputFile {
  const named = source.files.find(({ name }) => chosen === undefined || name === chosen)
  const path = named || chosen === undefined ? undefined : realPathOrNone(join(folder, chosen))
  const file = named ?? source.files.find((one) => one.path === path)
  if (!file) throw new AppError("invalid", `${chosen}: is no file of ${source.name}`)
  return file
}

function realPathOrNone(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}

function nothingRead(
  name: string,
  source: LogSource | null,
  chosen: string | undefined,
  problem: string,
): DraftPreview {
  const files = source?.files.map((file) => file.name) ?? []
  const mapping: LoadedMapping | undefined = source?.mapping
  return {
    source: name,
    mapping: mapping?.name ?? "",
    isUntested: mapping ? mapping.mapping.tests.length === 0 : false,
    file: chosen ?? files[0] ?? "",
    files,
    records: 0,
    taken: 0,
    ignored: 0,
    malformed: 0,
    withoutViewer: 0,
    withoutDevice: 0,
    withoutMedia: 0,
    without: { viewer: 0, device: 0, media: 0 },
    firstAt: null,
    lastAt: null,
    events: [],
    reasons: [],
    rejects: [],
    problem,
  }
}
