import { existsSync } from "node:fs"
import { join } from "node:path"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { literalList, parquetScan } from "../../core/sql.ts"
import { explainFailure } from "../../evidence/explain-failure.ts"
import { readIncidentText } from "../../evidence/incident-file.ts"
import { incidentSchema } from "../../evidence/schemas.ts"
import { readYamlText } from "../../evidence/yaml.ts"
import type { Summary } from "../../exposure/summary.ts"
import { undecidedShare } from "./conclude-reading.ts"
import type { Reference } from "./found.ts"
import { readLog } from "./read-log.ts"

/** The revision whose incident a watch goes on with. */
export interface ReferenceRevision {
  incidentFile: string
  mappings: Readonly<Record<string, string>>
  evidenceFolder: string
  confinedTo: readonly string[]
  /** Where its result lies. */
  resultFolder: string
  summary: Summary
}

/**
 * What a zero is held against: how often the incident itself misbound, by the revision's own files, and what the ordinary
 * stretch came to by minute, classified anew from the evidence before duplicates are removed.
 */
export async function readReference(
  ctx: Pick<Context, "withEngine">,
  revision: ReferenceRevision,
): Promise<Reference> {
  const { relations } = readYamlText(revision.incidentFile, "incident file", incidentSchema)
  const incident = await readIncidentRate(ctx, revision, relations)
  try {
    const baseline = await readBaseline(ctx, revision)
    const baselineMissing =
      baseline === null ? "The incident file names no ordinary day to compare with" : null
    return { baseline, baselineMissing, incident }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { baseline: null, baselineMissing: `The ordinary day cannot be read: ${error.message}`, incident }
  }
}

async function readIncidentRate(
  ctx: Pick<Context, "withEngine">,
  { resultFolder, summary }: ReferenceRevision,
  relations: readonly string[],
): Promise<Reference["incident"]> {
  const { rows } = summary
  const evidence = join(resultFolder, "evidence.parquet")
  if (rows === undefined || !existsSync(evidence)) return null
  const [counted] = await ctx.withEngine((engine) =>
    engine.rows<{ events: number }>(
      `SELECT count(*)::DOUBLE AS events FROM ${parquetScan([evidence])}
       WHERE relation IN (SELECT unnest(${literalList(relations)}))`,
    ),
  )
  const reads = rows.legitimate + rows.misbound
  if (reads === 0) return null
  return { misbound: counted?.events ?? 0, reads, undecidedShare: undecidedShare(rows) }
}

async function readBaseline(
  ctx: Pick<Context, "withEngine">,
  { incidentFile, evidenceFolder, mappings, confinedTo }: ReferenceRevision,
): Promise<Reference["baseline"]> {
  return await ctx.withEngine(async (engine, workFolder) => {
    const incident = readIncidentText(incidentFile, {
      name: "incident file",
      folder: evidenceFolder,
      mappings,
      confinedTo,
    })
    if (!incident.baseline) return null
    incident.window = incident.baseline
    delete incident.baseline
    try {
      const { from, to, reads, minutes, misbound } = await readLog(engine, incident, {
        workFolder,
        duplicates: "repeated",
      })
      return { from, to, reads, minutes, misbound }
    } catch (error) {
      throw await explainFailure(engine, incident, error)
    }
  })
}
