import { createHash } from "node:crypto"
import type { OnProgress } from "../core/progress.ts"
import { readIncidentFile } from "../evidence/incident-file.ts"
import { pseudonymKey } from "../exposure/identities/pseudonym.ts"
import { makeResult } from "../exposure/make-result.ts"
import { ResultFolder } from "../exposure/result-folder.ts"
import type { Summary } from "../exposure/summary.ts"
import { DuckDbSession } from "../platform/engine/duckdb-session.ts"

/** Secrets that every test knows. */
export function testSecret(purpose: string): Buffer {
  return createHash("sha256").update(purpose).digest()
}

const testKey = (incidentId: string) => pseudonymKey({ secret: testSecret }, incidentId)

/** Classifies as the command does, but with the engine in this process: quicker for small data, the same code otherwise. */
export function classifyInProcess(incidentFile: string, out: string, confirmGaps = false): Promise<Summary> {
  const options = { confirmGaps, version: "test", onProgress: () => {} }
  return inProcess(out, async (engine, folder) => {
    const made = await makeResult(engine, readIncidentFile(incidentFile), folder, options)
    return made.summary
  })
}

interface ForTest {
  confirmGaps?: boolean
  onProgress?: OnProgress
  /** What pseudonyms are made with. */
  key?: Buffer
}

/** The same with the files of the console, and the accounts kept under a folder. */
export function classifyForConsole(
  incidentFile: string,
  out: string,
  accountsRoot: string,
  { confirmGaps = false, onProgress = () => {}, key = testKey("incident") }: ForTest = {},
): Promise<{ summary: Summary; accountsFolder: string }> {
  const options = {
    confirmGaps,
    version: "test",
    onProgress,
    forConsole: { accountsRoot, pseudonymKey: key },
  }
  return inProcess(out, (engine, folder) =>
    makeResult(engine, readIncidentFile(incidentFile), folder, options),
  )
}

async function inProcess<T>(
  out: string,
  make: (engine: DuckDbSession, folder: ResultFolder) => Promise<T>,
): Promise<T> {
  const folder = new ResultFolder(out, true)
  const engine = await DuckDbSession.open({ threads: 1, memoryMiB: 1024, spillFolder: folder.spillFolder })
  try {
    const made = await make(engine, folder)
    folder.commit()
    return made
  } finally {
    await engine.close()
    folder.discard()
  }
}
