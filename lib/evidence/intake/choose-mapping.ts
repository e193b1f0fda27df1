import type { Engine } from "../../core/engine.ts"
import { AppError } from "../../core/errors.ts"
import { figure } from "../../core/figure.ts"
import type { InputFile } from "../files/find-files.ts"
import { type LoadedMapping, loadMapping } from "../mapping/load-mapping.ts"
import { previewFile, type SourcePreview } from "../preview.ts"
import { explainEngine } from "./engine-failure.ts"
import type { Look } from "./look.ts"
import { LOOK_BYTES_MAX, LOOK_RECORDS_MAX } from "./look-at-file.ts"
import { type Candidate, candidatesFor, draftedFor, type LogFile } from "./mapping-candidates.ts"
import type { MappingChoice } from "./schemas.ts"

export interface MappingGuess {
  mapping: MappingChoice
  loaded: LoadedMapping
  /** In a sentence, for the person who checks it. */
  reason: string
}

interface Trial extends Candidate {
  records: number
  taken: number
  malformed: number
}

const FILES_TRIED_MAX = 2

/**
 * Chooses the mapping that makes most events of the first records of a log's files, which are of one shape: a shipped
 * one, one that lies beside the log, else one that is drafted from the log's names and values.
 */
export async function chooseMapping(
  engine: Engine,
  source: string,
  files: readonly LogFile[],
  beside: readonly Look[],
  workFolder: string,
): Promise<MappingGuess> {
  const readable = files.filter(({ look }) => look.content !== "unreadable" && look.content !== "empty")
  const trials: Trial[] = []
  for (const candidate of candidatesFor(source, readable, beside))
    trials.push(await tried(engine, candidate, readable, workFolder))
  const best = mostTaken(trials)
  if (best && best.taken > 0 && best.malformed <= best.records / 2) return guessOf(best)
  const [fitting] = trials
  if (fitting && trials.every(({ records }) => records === 0)) return unreadable(fitting)
  const drafted = draftedFor(source, readable)
  if (!drafted) return best && best.taken > 0 ? guessOf(best) : nothingFits(source)
  const own = await tried(engine, drafted, readable, workFolder)
  return best && best.taken >= own.taken && best.taken > 0 ? guessOf(best) : guessOf(own)
}

function guessOf({ choice, loaded, label, records, taken }: Trial): MappingGuess {
  const reason = `${label} makes events of ${figure(taken)} of the first ${figure(records)} records`
  return { mapping: choice, loaded, reason }
}

/** What was seen of damaged files says at least which mapping is meant for such records. */
function unreadable({ choice, loaded, label }: Candidate): MappingGuess {
  return { mapping: choice, loaded, reason: `${label} is for such records, but the files cannot be read` }
}

/** Something to start from, where nothing is known of the log. */
function nothingFits(source: string): MappingGuess {
  const loaded = loadMapping("canonical", "", source)
  const choice: MappingChoice = { kind: "built_in", name: "canonical" }
  return {
    mapping: choice,
    loaded,
    reason: "no mapping reads its first records; write one of your own, for instance from an example",
  }
}

function mostTaken(trials: readonly Trial[]): Trial | undefined {
  return trials.reduce<Trial | undefined>(
    (best, one) => (best && best.taken >= one.taken ? best : one),
    undefined,
  )
}

async function tried(
  engine: Engine,
  candidate: Candidate,
  files: readonly LogFile[],
  workFolder: string,
): Promise<Trial> {
  const trial: Trial = { ...candidate, records: 0, taken: 0, malformed: 0 }
  for (const { file } of files.slice(0, FILES_TRIED_MAX)) {
    const preview = await previewOrNone(engine, candidate.loaded, file, workFolder)
    trial.records += preview?.records ?? 0
    trial.taken += preview?.taken ?? 0
    trial.malformed += preview?.malformed ?? 0
  }
  return trial
}

/** What a mapping makes of a file's first records; null where it does not read such a file. */
export async function previewOrNone(
  engine: Engine,
  mapping: LoadedMapping,
  file: InputFile,
  workFolder: string,
): Promise<SourcePreview | null> {
  const bounds = { bytesMax: LOOK_BYTES_MAX, rowsMax: LOOK_RECORDS_MAX }
  try {
    return await previewFile(
      engine,
      { name: "trial", files: [file], mapping, viewerless: "unattributed" },
      file,
      workFolder,
      bounds,
    )
  } catch (error) {
    // A pattern or path that the engine does not take is a candidate's fault, not the person's.
    const failure = explainEngine(error, file.name)
    if (failure instanceof AppError && failure.code === "invalid") return null
    throw failure
  }
}
