import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll } from "vitest"
import { type Guess, guessDraft } from "../evidence/intake/guess.ts"
import { type DraftPreview, type PreviewOptions, previewDraft } from "../evidence/intake/preview-draft.ts"
import type { Draft } from "../evidence/intake/schemas.ts"
import { DuckDbSession } from "../platform/engine/duckdb-session.ts"

/** Guesses and previews of one test file, with one engine in this process, as a server has one for many requests. */
export function intakeEngine(root: string) {
  const workFolder = join(root, "work")
  let session: DuckDbSession
  beforeAll(async () => {
    mkdirSync(workFolder)
    session = await DuckDbSession.open({ threads: 1, memoryMiB: 512, spillFolder: join(root, "spill") })
  })
  afterAll(() => session.close())
  return {
    workFolder,
    engine: () => session,
    guess: (folder: string): Promise<Guess> => guessDraft(session, folder, workFolder),
    preview: (folder: string, draft: Draft, options?: PreviewOptions): Promise<DraftPreview[]> =>
      previewDraft(session, folder, draft, "T", workFolder, options),
    parquet: (path: string, select: string) => session.run(`COPY (${select}) TO '${path}' (FORMAT parquet)`),
  }
}
