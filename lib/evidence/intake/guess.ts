import { readFile } from "node:fs/promises"
import { join } from "node:path"
import type { Engine } from "../../core/engine.ts"
import { readMapping } from "../mapping/load-mapping.ts"
import { defineMacros } from "../preview.ts"
import { chooseFiles } from "./choose-files.ts"
import { chooseMapping, type MappingGuess } from "./choose-mapping.ts"
import { explained } from "./engine-failure.ts"
import { incidentFileNames } from "./file-name.ts"
import { groupLogs, type LogGroup } from "./group-logs.ts"
import { guessTable, type TableGuess } from "./guess-table.ts"
import { findTimes, guessWindow, type TimesSeen, type WindowGuess } from "./guess-window.ts"
import { type EvidenceFile, listFiles } from "./list-files.ts"
import type { Look } from "./look.ts"
import { Looks, seenOf } from "./looks.ts"
import { isMeantFor, type LogFile } from "./mapping-candidates.ts"
import { problemAs, type Seen } from "./problem-as.ts"
import type { Draft, DraftSource, FileTable, GuidedDraft } from "./schemas.ts"

/** What a file was taken for, and why; `problemAs` says what would stand in the way of another table. */
export interface FileGuess extends EvidenceFile {
  table: FileTable
  source: string | null
  reason: string
  problem: string | null
  seen: Seen
}

export interface Guess {
  /** What to begin with: the incident file where there is one, else the guided draft. */
  draft: Draft
  guided: GuidedDraft
  files: FileGuess[]
  /** Why each source is read as it is. */
  sources: { name: string; reason: string }[]
  window: WindowGuess | null
}

export interface GuessOptions {
  /** Folders out of which no link may lead; the evidence's own where absent. */
  confinedTo?: readonly string[]
}

/** Times are looked for in so many of a source's first files, and of its last. */
const TIMED_AT_EACH_END = 4
const INCIDENT_FILE_BYTES_MAX = 4 * 1024 * 1024

/**
 * Guesses what the files of a folder are, how its logs are read and which window they are about. A file that cannot be
 * read is told as such and stops nothing.
 * @throws AppError invalid for a link that leads out of the folder, limit when it holds too many files
 */
export function guessDraft(
  engine: Engine,
  folder: string,
  workFolder: string,
  { confinedTo = [folder] }: GuessOptions = {},
): Promise<Guess> {
  return explained("evidence", () => guessed(engine, folder, workFolder, confinedTo))
}

async function guessed(
  engine: Engine,
  folder: string,
  workFolder: string,
  confinedTo: readonly string[],
): Promise<Guess> {
  await defineMacros(engine)
  const files = await listFiles(folder, { confinedTo })
  const looks = new Looks(engine, folder, confinedTo)
  const chosen = chooseFiles(files.map(({ path }) => path))
  const looked = new Map<string, Looked>()
  for (const { path } of files) {
    if (!chosen.get(path)?.includes(path)) continue
    const one = await looks.lookAt(path)
    looked.set(path, { ...one, guess: guessTable(one.look) })
  }
  for (const one of looked.values())
    one.guess = (await guessByMapping(engine, one, looks.mappings())) ?? one.guess
  const groups = groupLogs([...looked.values()].filter(({ guess }) => guess.table === "access_log"))
  const guesses = files.map((file) => guessOfFile(file, chosen.get(file.path) ?? [], looked, groups))
  const sources: (DraftSource & { reason: string })[] = []
  const times: TimesSeen[] = []
  for (const group of groups) {
    const mapping = await chooseMapping(engine, group.name, group.files, looks.mappings(), workFolder)
    sources.push({ ...draftSource(group.name, mapping), reason: mapping.reason })
    const paths = guesses.filter(({ source }) => source === group.name)
    times.push(...(await timesOfGroup(engine, mapping, group, paths.length, workFolder)))
  }
  const window = guessWindow(times)
  const guided: GuidedDraft = {
    kind: "guided",
    window: { from: window?.from ?? "", to: window?.to ?? "" },
    files: guesses.map(({ path, table, source }) => ({ path, table, source })),
    sources: sources.map(({ reason: _, ...source }) => source),
    more: "",
  }
  const text = await incidentFileIn(folder, files)
  return {
    draft: text === null ? guided : { kind: "file", text },
    guided,
    files: guesses,
    sources: sources.map(({ name, reason }) => ({ name, reason })),
    window,
  }
}

/**
 * Guesses how files are read that a person says are one source of the access log.
 * @throws AppError invalid when one of them is not there or lies outside of the evidence
 */
export async function guessSource(
  engine: Engine,
  folder: string,
  of: { name: string; paths: readonly string[] },
  workFolder: string,
  { confinedTo = [folder] }: GuessOptions = {},
): Promise<{ source: DraftSource; reason: string }> {
  await explained(of.name, () => defineMacros(engine))
  const looks = new Looks(engine, folder, confinedTo)
  const paths = chooseFiles(of.paths)
  const files: LogFile[] = []
  for (const path of of.paths) if (paths.get(path)?.includes(path)) files.push(await looks.lookAt(path))
  for (const { path } of await listFiles(folder, { confinedTo }))
    if (/\.ya?ml$/i.test(path)) await looks.lookAt(path)
  const mapping = await explained(of.name, () =>
    chooseMapping(engine, of.name, files, looks.mappings(), workFolder),
  )
  return { source: draftSource(of.name, mapping), reason: mapping.reason }
}

interface Looked extends LogFile {
  guess: TableGuess
}

/** A log whose columns say nothing is one where a mapping lies beside it that reads it. */
async function guessByMapping(
  engine: Engine,
  { look, guess }: Looked,
  mappings: readonly Look[],
): Promise<TableGuess | null> {
  if (guess.table !== "none") return null
  for (const { text, path } of mappings) {
    if (await isMeantFor(engine, readMapping(text, path), look))
      return { table: "access_log", reason: `the mapping in ${path} is for such records` }
  }
  return null
}

/** A file that was not looked at is what those of its kind are that were. */
function guessOfFile(
  file: EvidenceFile,
  of: readonly string[],
  looked: ReadonlyMap<string, Looked>,
  groups: readonly LogGroup[],
): FileGuess {
  const kin = of.flatMap((path) => looked.get(path) ?? [])
  const [first] = kin
  if (!first) {
    const seen: Seen = { content: "other", format: null, columns: [], recordsPath: [], unreadable: null }
    const reason = "not looked at: there are too many files of different names"
    return { ...file, table: "none", source: null, reason, problem: null, seen }
  }
  const seen = seenOf(first)
  const { table, reason } = first.guess
  if (kin.some(({ guess }) => guess.table !== table)) {
    const differing = `not looked at, and files with such names differ: ${of.join(", ")}`
    return { ...file, table: "none", source: null, reason: differing, problem: null, seen }
  }
  const group = groups.find(({ files }) => files.some(({ look }) => look.path === first.look.path))
  const isItself = first.look.path === file.path
  return {
    ...file,
    table,
    source: group?.name ?? null,
    reason: isItself ? reason : `like ${first.look.path}: ${reason}`,
    problem: isItself
      ? (first.look.problem ?? problemAs(table, seen))
      : problemAs(table, { ...seen, unreadable: null }),
    seen: isItself ? seen : { ...seen, unreadable: null },
  }
}

function draftSource(name: string, { mapping }: MappingGuess): DraftSource {
  return { name, mapping, viewerless: "unattributed" }
}

async function timesOfGroup(
  engine: Engine,
  { loaded }: MappingGuess,
  { files }: LogGroup,
  filesTotal: number,
  workFolder: string,
): Promise<TimesSeen[]> {
  const sorted = [...files].sort((a, b) => (a.look.path < b.look.path ? -1 : 1))
  const timed = [...new Set([...sorted.slice(0, TIMED_AT_EACH_END), ...sorted.slice(-TIMED_AT_EACH_END)])]
  const found = await findTimes(engine, loaded, timed, workFolder)
  return found ? [{ ...found, isPart: found.isPart || timed.length < filesTotal }] : []
}

/** The text of the incident file at the top of the folder; of several names the first that is there. */
async function incidentFileIn(folder: string, files: readonly EvidenceFile[]): Promise<string | null> {
  for (const name of incidentFileNames) {
    const found = files.find(({ path }) => path === name)
    if (found && found.bytes <= INCIDENT_FILE_BYTES_MAX)
      return (await readFile(join(folder, name), "utf8")).replace(/^\ufeff/, "").replaceAll("\0", "\ufffd")
  }
  return null
}
