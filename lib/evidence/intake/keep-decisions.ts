import { filesOfSource } from "./draft.ts"
import type { DraftFile, DraftSource, GuidedDraft } from "./schemas.ts"

/**
 * What a person decided before files came, went or changed, together with what was guessed of the evidence since: files
 * that are as they were stay what the person said; new and changed ones are as guessed, and read by the person's own
 * mapping where they are of the shape of files that have one.
 */
export function keepDecisions(
  before: GuidedDraft,
  guessed: GuidedDraft,
  changed: ReadonlySet<string>,
): GuidedDraft {
  const decided = new Map(before.files.map((file) => [file.path, file]))
  const isKept = (path: string) => decided.has(path) && !changed.has(path)
  const sources = [...before.sources]
  const names = new Map<string, string>()
  for (const source of guessed.sources) {
    const kin = filesOfSource(guessed, source.name).filter(isKept)
    const own = before.files.find((file) => file.source !== null && kin.includes(file.path))?.source
    names.set(source.name, own ?? added(source, sources))
  }
  const files = guessed.files.map((file): DraftFile => {
    const kept = isKept(file.path) ? decided.get(file.path) : undefined
    return kept ?? { ...file, source: file.source === null ? null : (names.get(file.source) ?? null) }
  })
  const hasFiles = (draft: Pick<GuidedDraft, "files">, { name }: DraftSource) =>
    draft.files.some(({ source }) => source === name)
  return {
    ...before,
    window: before.window.from === "" && before.window.to === "" ? guessed.window : before.window,
    files,
    // A source that the person made and gave no files yet stays.
    sources: sources.filter(
      (one) => hasFiles({ files }, one) || (before.sources.includes(one) && !hasFiles(before, one)),
    ),
  }
}

/** Puts a guessed source among the others, under a name that is free; its name. */
function added(source: DraftSource, sources: DraftSource[]): string {
  const isTaken = (name: string) => sources.some((one) => one.name === name)
  let { name } = source
  for (let number = 2; isTaken(name); number++) name = `${source.name}-${number}`
  sources.push({ ...source, name })
  return name
}
