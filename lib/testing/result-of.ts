import { readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll } from "vitest"
import { demand } from "../access/rules.ts"
import type { Reader } from "../core/engine.ts"
import type { Role } from "../core/permissions.ts"
import { pseudonymKey, pseudonymOf } from "../exposure/identities/pseudonym.ts"
import type { Explaining } from "../exposure/reading/explain-person.ts"
import type { Result } from "../exposure/reading/result.ts"
import { openReader } from "../platform/engine/reader.ts"
import { classifyForConsole, testSecret } from "./classify-in-process.ts"
import type { ReferenceIncident } from "./reference/model.ts"
import { type Format, renderIncident } from "./reference/render.ts"

/** What the rooms read with. */
export type Reading = Explaining

/** A reader for one test file, closed when its tests are done. */
export function testReader(folder: string): Reader {
  const reader = openReader({ engine: { threads: 1, memoryMiB: 512 }, dataFolder: folder })
  afterAll(() => reader.close())
  return reader
}

/** What a member of a role reads results with, where no database is: nobody is revealed, or everybody is. */
export function readerFor(
  folder: string,
  { role = "security", isRevealed = false }: { role?: Role; isRevealed?: boolean } = {},
): Reading {
  const reader = testReader(folder)
  const reveal = { pseudonym: null, accountId: null, expiresAt: new Date(Date.now() + 3_600_000) }
  const findMany = async () => (isRevealed ? [reveal] : [])
  const actor = { id: "member", name: "Ada", role }
  return {
    actor,
    results(view) {
      demand(actor, view)
      return reader
    },
    now: () => new Date(),
    secret: testSecret,
    db: { reveal: { findMany } } as unknown as Reading["db"],
  }
}

/** The pseudonym of an account in the incident of these results. */
export function pseudonym(accountId: string): string {
  return pseudonymOf(pseudonymKey({ secret: testSecret }, "incident"), accountId)
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
