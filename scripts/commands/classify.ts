import type { Engine } from "../../lib/core/engine.ts"
import { printable } from "../../lib/core/printable.ts"
import type { OnProgress } from "../../lib/core/progress.ts"
import { explainFailure } from "../../lib/evidence/explain-failure.ts"
import { type Incident, readIncidentFile } from "../../lib/evidence/incident-file.ts"
import { classify } from "../../lib/exposure/classify.ts"
import { countResult } from "../../lib/exposure/count.ts"
import { ResultFolder } from "../../lib/exposure/result-folder.ts"
import { rulesDigest } from "../../lib/exposure/rules-digest.ts"
import { type Summary, summarise } from "../../lib/exposure/summary.ts"
import { writeResult } from "../../lib/exposure/write-result.ts"
import { checkEngine, openEngine } from "../engine.ts"
import { interruptible } from "../terminal/exit.ts"
import { openProgress } from "../terminal/progress-bar.ts"
import { summaryText } from "../terminal/summary-text.ts"
import { version } from "../version.ts"

export interface ClassifyCommandOptions {
  out: string
  confirmGaps: boolean
  force: boolean
  json: boolean
  engine: string
}

/** `tocsin classify`: reads, classifies, writes the result into a folder, and tells the summary. */
export async function classifyCommand(incidentFile: string, options: ClassifyCommandOptions): Promise<void> {
  checkEngine(options.engine)
  const folder = new ResultFolder(options.out, options.force)
  // The engine's process starts while the incident file is read.
  const engine = openEngine(options.engine, folder.spillFolder)
  const progress = openProgress()
  const summary = await interruptible(
    async (stopped) => {
      const made = await makeResult(
        engine,
        readIncidentFile(incidentFile),
        folder,
        options,
        progress.onProgress,
      )
      await engine.close()
      stopped.throwIfAborted()
      folder.commit()
      return made
    },
    async () => {
      progress.stop()
      await engine.close()
      folder.discard()
    },
  )
  process.stdout.write(
    options.json ? `${JSON.stringify(summary, null, 2)}\n` : printable(summaryText(summary, folder.path)),
  )
}

async function makeResult(
  engine: Engine,
  incident: Incident,
  folder: ResultFolder,
  { confirmGaps }: ClassifyCommandOptions,
  onProgress: OnProgress,
): Promise<Summary> {
  folder.open()
  try {
    return await classifyInto(engine, incident, folder, confirmGaps, onProgress)
  } catch (error) {
    throw await explainFailure(engine, incident, error)
  }
}

async function classifyInto(
  engine: Engine,
  incident: Incident,
  folder: ResultFolder,
  confirmGaps: boolean,
  onProgress: OnProgress,
): Promise<Summary> {
  const { workFolder } = folder
  const classified = await classify(engine, incident, { confirmGaps, workFolder, onProgress })
  onProgress({ label: "Counting", done: 0.95 })
  const counts = await countResult(engine, classified)
  const summary = summarise(incident, classified, counts, { version, rules: rulesDigest(incident) })
  onProgress({ label: "Writing the result", done: 0.97 })
  await writeResult(engine, folder, summary)
  return summary
}
