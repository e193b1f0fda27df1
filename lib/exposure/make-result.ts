import type { Engine } from "../core/engine.ts"
import { type OnProgress, within } from "../core/progress.ts"
import { explainFailure } from "../evidence/explain-failure.ts"
import type { Incident } from "../evidence/incident-file.ts"
import { type Classified, classify } from "./classify.ts"
import { type Counts, countResult } from "./count.ts"
import { writeViewFiles } from "./identities/write-view-files.ts"
import { keepAccounts } from "./keep-accounts.ts"
import type { ResultFolder } from "./result-folder.ts"
import { rulesDigest } from "./rules-digest.ts"
import { type Summary, summarise } from "./summary.ts"
import { writeConsoleFiles } from "./write-console-files.ts"
import { writeResult } from "./write-result.ts"

export interface MakeResultOptions {
  /** Whether gaps that were found in the log count as gaps. */
  confirmGaps: boolean
  /** Of the product, as the summary names it. */
  version: string
  onProgress: OnProgress
}

export interface ForConsole {
  /** Absolute: under it the accounts are kept sorted, a folder for each set of inputs. */
  accountsRoot: string
  /** What the incident's pseudonyms are made with. */
  pseudonymKey: Buffer
}

/** With the console's files, classifying takes this share of the whole. */
const CLASSIFYING_SHARE = 0.8

/**
 * Makes the result of an incident in its folder, with what the console reads besides where it is for the console.
 * Nothing counts until the caller commits the folder, nor does a failure leave anything once the caller discards it.
 * @throws AppError invalid when an input is not what it should be, unavailable when disk or memory do not suffice
 */
export async function makeResult(
  engine: Engine,
  incident: Incident,
  folder: ResultFolder,
  options: MakeResultOptions & { forConsole: ForConsole },
): Promise<{ summary: Summary; accountsFolder: string }>
export async function makeResult(
  engine: Engine,
  incident: Incident,
  folder: ResultFolder,
  options: MakeResultOptions,
): Promise<{ summary: Summary }>
export async function makeResult(
  engine: Engine,
  incident: Incident,
  folder: ResultFolder,
  options: MakeResultOptions & { forConsole?: ForConsole },
): Promise<{ summary: Summary; accountsFolder?: string }> {
  folder.open()
  const { onProgress, forConsole } = options
  try {
    if (!forConsole) return { summary: (await classifyInto(engine, incident, folder, options)).summary }
    const { summary, classified, counts } = await classifyInto(engine, incident, folder, {
      ...options,
      onProgress: within(onProgress, 0, CLASSIFYING_SHARE),
    })
    await writeConsoleFiles(engine, incident, folder)
    const place = folder.place.bind(folder)
    await writeViewFiles(engine, forConsole.pseudonymKey, { from: place, to: place })
    const accountsFolder = await keepAccounts(engine, classified.evidence, {
      root: forConsole.accountsRoot,
      accounts: counts.totals.listed ?? 0,
      onProgress: within(onProgress, CLASSIFYING_SHARE, 1),
    })
    return { summary, accountsFolder }
  } catch (error) {
    throw await explainFailure(engine, incident, error)
  }
}

async function classifyInto(
  engine: Engine,
  incident: Incident,
  folder: ResultFolder,
  { confirmGaps, version, onProgress }: MakeResultOptions,
): Promise<{ summary: Summary; classified: Classified; counts: Counts }> {
  const { workFolder } = folder
  const classified = await classify(engine, incident, { confirmGaps, workFolder, onProgress })
  onProgress({ label: "Counting", done: 0.95 })
  const counts = await countResult(engine, classified)
  const summary = summarise(incident, classified, counts, { version, rules: rulesDigest(incident) })
  onProgress({ label: "Writing the result", done: 0.97 })
  await writeResult(engine, folder, summary)
  return { summary, classified, counts }
}
