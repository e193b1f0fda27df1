import { readFileSync, realpathSync } from "node:fs"
import { dirname, resolve } from "node:path"
import type { Config } from "../../lib/core/config.ts"
import type { SystemContext } from "../../lib/core/context.ts"
import { AppError } from "../../lib/core/errors.ts"
import { printable } from "../../lib/core/printable.ts"
import {
  type Incident,
  ownMappings,
  readIncidentFile,
  readIncidentText,
} from "../../lib/evidence/incident-file.ts"
import { addEvidence } from "../../lib/evidence/sets/add-evidence.ts"
import { confinementOf } from "../../lib/evidence/sets/evidence-folder.ts"
import { requestRevision } from "../../lib/exposure/revisions/request-revision.ts"
import { declareIncident } from "../../lib/incidents/declare-incident.ts"
import { getIncident } from "../../lib/incidents/get-incident.ts"
import { incidentName, TITLE_CHARACTERS_MAX } from "../../lib/incidents/schemas.ts"
import { readConfig } from "../../lib/platform/config.ts"
import { withSystemContext } from "../processes/system-context.ts"

export interface ImportCommandOptions {
  incident?: string
  confirmGaps: boolean
  json: boolean
}

interface Imported {
  incident: string
  revision: number
  run: string
}

/**
 * `tocsin import`: files an incident, or a new revision of one, and prints its id. A worker runs it. What is wrong with
 * the incident file is told before anything is filed. What no file says is taken as of now, to be corrected in the console:
 * the company is aware of it at the latest when it files it.
 */
export async function importCommand(incidentFile: string, options: ImportCommandOptions): Promise<void> {
  const config = readConfig()
  const given = readGiven(config, incidentFile)
  const imported = await withSystemContext(config, (ctx) => file(ctx, given, options))
  process.stdout.write(options.json ? `${JSON.stringify(imported, null, 2)}\n` : `${imported.incident}\n`)
}

interface Given {
  incident: Incident
  /** The incident file as it was read. */
  text: string
  folder: string
}

/** @throws AppError invalid as the command line's other verbs do, and for evidence where the console may not read */
function readGiven(config: Config, incidentFile: string): Given {
  const incident = readIncidentFile(incidentFile)
  const text = readFileSync(incidentFile, "utf8")
  const folder = realpathSync(dirname(resolve(incidentFile)))
  const confinedTo = confinementOf(config, { id: "", incidentId: "", folder })
  try {
    // As the worker will read it.
    readIncidentText(text, { name: incidentFile, folder, mappings: ownMappings(incident), confinedTo })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    throw new AppError(
      error.code,
      `${error.message}: the console reads nothing beyond the folder of the incident file but what TOCSIN_EVIDENCE opens to it`,
    )
  }
  return { incident, text, folder }
}

async function file(
  ctx: SystemContext,
  { incident: given, text, folder }: Given,
  options: ImportCommandOptions,
): Promise<Imported> {
  const { title } = given
  const incident =
    options.incident !== undefined
      ? await getIncident(ctx, options.incident)
      : await declareIncident(ctx, {
          title: titleOf(title),
          severity: "high",
          awareAt: ctx.now().toISOString(),
        })
  const set = await addEvidence(ctx, incident.id, { kind: "folder", folder })
  const { number, runId } = await requestRevision(ctx, {
    evidenceSetId: set.id,
    incidentFile: text,
    mappings: ownMappings(given),
    confirmGaps: options.confirmGaps,
  })
  return { incident: incidentName(incident.number), revision: number, run: runId }
}

/** As an incident may be called: a title in an incident file may be anything. */
function titleOf(title: string): string {
  return printable(title).replaceAll(/\s+/g, " ").trim().slice(0, TITLE_CHARACTERS_MAX) || "Untitled"
}
