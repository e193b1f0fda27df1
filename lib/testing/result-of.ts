import { readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll } from "vitest"
import type { Reader } from "../core/engine.ts"
import type { Result } from "../exposure/reading/result.ts"
import { openReader } from "../platform/engine/reader.ts"
import { classifyForConsole } from "./classify-in-process.ts"
import type { ReferenceIncident } from "./reference/model.ts"
import { type Format, renderIncident } from "./reference/render.ts"

/** A reader for one test file, closed when its tests are done. */
export function readerFor(folder: string): { results: () => Reader } {
  const reader = openReader({ engine: { threads: 1, memoryMiB: 512 }, dataFolder: folder })
  afterAll(() => reader.close())
  return { results: () => reader }
}

let made = 0

/** The result of an incident as the console has it: classified with all files, in a folder of its own. */
export async function resultOf(
  folder: string,
  incident: ReferenceIncident,
  {
    format = "ndjson",
    accountsRoot = join(folder, "accounts"),
  }: { format?: Format; accountsRoot?: string } = {},
): Promise<Result> {
  const number = ++made
  const place = join(folder, `revision-${number}`)
  const file = await renderIncident(incident, place, { format })
  return await resultOfFile(file, join(place, "result"), accountsRoot, incident.confirmGaps ?? false)
}

/** The same of an incident file that is there. */
export async function resultOfFile(
  file: string,
  out: string,
  accountsRoot: string,
  confirmGaps = false,
): Promise<Result> {
  const { summary, accountsFolder } = await classifyForConsole(file, out, accountsRoot, { confirmGaps })
  return {
    incident: { id: "incident", number: 7, title: summary.title },
    revision: { id: `revision-${made}`, number: made, completedAt: new Date() },
    folder: out,
    accountsFolder,
    summary,
    incidentFile: readFileSync(file, "utf8"),
  }
}
