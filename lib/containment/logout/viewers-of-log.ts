import type { Context } from "../../core/context.ts"
import type { Engine } from "../../core/engine.ts"
import { literal } from "../../core/sql.ts"
import { readIncidentText } from "../../evidence/incident-file.ts"
import { readEvidence } from "../../evidence/reading/read-evidence.ts"
import { confinementOf, evidenceFolder } from "../../evidence/sets/evidence-folder.ts"
import type { Result } from "../../exposure/reading/result.ts"

/**
 * Makes the table `scope` (sub, sessions) of whoever used the app within the window of a revision: accounts that its
 * access log names, and those whose sessions share a moment with it. Fills `services` with actors that are no people.
 */
export async function viewersOfLog(
  ctx: Pick<Context, "db" | "config">,
  engine: Engine,
  workFolder: string,
  { revision, incidentFile }: Pick<Result, "revision" | "incidentFile">,
): Promise<void> {
  const { evidenceSet, mappings } = await ctx.db.revision.findUniqueOrThrow({
    where: { id: revision.id },
    include: { evidenceSet: true },
  })
  const incident = readIncidentText(incidentFile, {
    name: "incident file",
    folder: evidenceFolder(ctx.config, evidenceSet),
    mappings: mappings as Record<string, string>,
    confinedTo: confinementOf(ctx.config, evidenceSet),
  })
  const { logParts, seals } = await readEvidence(engine, incident, workFolder, () => {})
  const [from, to] = [literal(incident.window.from), literal(incident.window.to)]
  const users = [
    ...logParts.map(
      (_, nth) =>
        `SELECT account_id AS sub FROM log_part_${nth} WHERE NOT is_malformed AND "at" >= ${from} AND "at" < ${to}`,
    ),
    `SELECT account_id FROM sessions WHERE started_at < ${to} AND coalesce(ended_at > ${from}, true)`,
  ].join(" UNION ALL ")
  await engine.run(`
    CREATE TABLE scope AS SELECT DISTINCT sub, NULL::INTEGER AS sessions FROM (${users}) WHERE sub IS NOT NULL;
    INSERT INTO services SELECT DISTINCT account_id FROM actors WHERE kind IN ('service', 'test')`)
  await seals.check()
}
