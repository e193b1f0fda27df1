import { mkdtempSync, rmSync } from "node:fs"
import { join } from "node:path"
import type { WithEngine } from "../../core/engine.ts"
import { DuckDbSession } from "../../platform/engine/duckdb-session.ts"

/** Engines for short work in this process, each in a folder of its own: quicker for small data, the same otherwise. */
export function enginesIn(root: string): WithEngine {
  return async (work) => {
    const workFolder = mkdtempSync(join(root, "work-"))
    const spillFolder = join(workFolder, "spill")
    const engine = await DuckDbSession.open({ threads: 1, memoryMiB: 512, spillFolder })
    try {
      return await work(engine, workFolder)
    } finally {
      await engine.close()
      rmSync(workFolder, { recursive: true, force: true })
    }
  }
}
