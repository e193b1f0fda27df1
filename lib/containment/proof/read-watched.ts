import type { Context } from "../../core/context.ts"
import type { Engine } from "../../core/engine.ts"
import { AppError } from "../../core/errors.ts"
import { explainFailure } from "../../evidence/explain-failure.ts"
import { readIncidentText } from "../../evidence/incident-file.ts"
import { openKeptFiles } from "../../evidence/reading/kept-files.ts"
import { type IncidentFile, incidentSchema } from "../../evidence/schemas.ts"
import { readYamlText } from "../../evidence/yaml.ts"
import type { FileNote, LogFound } from "./found.ts"
import { readLog } from "./read-log.ts"
import { settleFiles } from "./settle-files.ts"

const NAME = "incident file of the watch"
/** So many files may turn out to be damaged, or to be written after all, before a reading is given up. */
const FAULTS_MAX = 5

const CHANGED = "changed while it was read"

export interface WatchedLog {
  /** Absolute, links followed. */
  folder: string
  /** As `freezeIncident` made it. */
  incidentFile: string
  mappings: Readonly<Record<string, string>>
  /** The folders out of which the tables may not lead. */
  confinedTo: readonly string[]
  everyS: number
  /** Where files that are finished are kept as they were taken in; absent: each is taken in anew. */
  keptFolder?: string
}

export interface WatchedFound {
  log: LogFound
  files: FileNote[]
}

/**
 * Reads the log that goes on in a folder as it is at this moment, from the watch's begin to now. A file that is damaged is
 * left out and named.
 * @throws AppError saying why nothing can be read: the folder is gone, a table has changed, memory does not suffice
 */
export async function readWatched(
  ctx: Pick<Context, "withEngine" | "now">,
  watched: WatchedLog,
): Promise<WatchedFound> {
  const without = new Map<string, FileNote>()
  for (let faults = 0; ; faults++) {
    const outcome = await ctx.withEngine((engine, workFolder) =>
      attempt(ctx, engine, workFolder, watched, without),
    )
    if (!("fault" in outcome)) return outcome
    const { file, words } = outcome.fault
    if (faults >= FAULTS_MAX) throw new AppError("invalid", words)
    // What changed while it was read is among those that changed just now when it is looked for again.
    if (!words.endsWith(CHANGED)) without.set(file, outcome.fault)
  }
}

async function attempt(
  ctx: Pick<Context, "now">,
  engine: Engine,
  workFolder: string,
  watched: WatchedLog,
  without: ReadonlyMap<string, FileNote>,
): Promise<WatchedFound | { fault: FileNote }> {
  const file = readYamlText(watched.incidentFile, NAME, incidentSchema)
  const { files, notes } = await settleFiles({
    folder: watched.folder,
    globs: globsOf(file),
    workFolder,
    settledAfterMs: Math.max(60, watched.everyS) * 1000,
    without,
  })
  const incident = readIncidentText(watched.incidentFile, {
    name: NAME,
    folder: watched.folder,
    mappings: watched.mappings,
    confinedTo: [...watched.confinedTo, watched.folder],
    findLog: (_, source) => files.get(source) ?? [],
  })
  const kept = watched.keptFolder ? await openKeptFiles(watched.keptFolder, workFolder, incident) : undefined
  const now = BigInt(ctx.now().getTime()) * 1000n
  const { from } = incident.window
  incident.window = { from, to: now > from ? now : from + 1n }
  delete incident.baseline
  try {
    const log = await readLog(engine, incident, {
      workFolder,
      duplicates: "once",
      ...(kept ? { kept } : {}),
    })
    await kept?.drop()
    return { log, files: notes }
  } catch (error) {
    const explained = await explainFailure(engine, incident, error)
    const names = [...files.values()].flat().map(({ name }) => name)
    const words = explained instanceof AppError && explained.code === "invalid" ? explained.message : null
    const name = names.find((one) => words?.startsWith(`${one}: `))
    if (words === null || name === undefined) throw explained
    return { fault: { file: name, kind: "damaged", words } }
  }
}

function globsOf({ access_log }: IncidentFile): Map<string, readonly string[]> {
  return new Map((access_log ?? []).map(({ name = "access_log", files }) => [name, files]))
}
