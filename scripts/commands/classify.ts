import { printable } from "../../lib/core/printable.ts"
import { readIncidentFile } from "../../lib/evidence/incident-file.ts"
import { makeResult } from "../../lib/exposure/make-result.ts"
import { ResultFolder } from "../../lib/exposure/result-folder.ts"
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
      const made = await makeResult(engine, readIncidentFile(incidentFile), folder, {
        confirmGaps: options.confirmGaps,
        version,
        onProgress: progress.onProgress,
      })
      await engine.close()
      stopped.throwIfAborted()
      folder.commit()
      return made.summary
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
