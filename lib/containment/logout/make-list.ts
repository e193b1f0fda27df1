import { join } from "node:path"
import type { Context } from "../../core/context.ts"
import type { Engine } from "../../core/engine.ts"
import { AppError } from "../../core/errors.ts"
import type { SessionAuthority } from "../../core/session-authority.ts"
import { literal, literalList, parquetScan } from "../../core/sql.ts"
import { pseudonymKey, pseudonymMacro } from "../../exposure/identities/pseudonym.ts"
import { getResult } from "../../exposure/revisions/get-result.ts"
import { collectSubjects } from "./collect-subjects.ts"
import { earlierCanaries } from "./earlier-canaries.ts"
import { logoutQuery } from "./queries.ts"
import type { LogoutSettings } from "./schemas.ts"
import { CANARY_PART, OPERATORS_PART } from "./settings.ts"
import { viewersOfLog } from "./viewers-of-log.ts"

/** Rows of the list are read a chunk at a time: small groups of rows keep that quick. */
const GROUP_ROWS = 10_240

export interface ListWork {
  engine: Engine
  workFolder: string
  authority: SessionAuthority
  settings: LogoutSettings
}

/**
 * Writes the frozen list of a logout. Refuses a scope in which nobody is, and one that has every operator in it. Gives the
 * revision that it rests on, or null.
 */
export async function makeList(
  ctx: Context,
  incidentId: string,
  work: ListWork,
  file: string,
): Promise<number | null> {
  const { engine, settings } = work
  await engine.run("SET preserve_insertion_order = true; CREATE TABLE services (sub VARCHAR)")
  const canaries = await earlierCanaries(ctx, settings.authorityId)
  await engine.run(`INSERT INTO services SELECT unnest(${literalList(canaries)})`)
  const revision = await makeScope(ctx, incidentId, work)
  await demandSound(engine, settings)
  await engine.run(pseudonymMacro(pseudonymKey(ctx, incidentId)))
  const places = {
    waves: literal(settings.waves),
    canaries: literal(settings.canarySubjects),
    operators_part: literal(OPERATORS_PART),
    canary_part: literal(CANARY_PART),
    operators: literalList(settings.operators),
    exempt: literalList(settings.exempt),
    wave: waveOf(settings),
  }
  await engine.run(`COPY (${logoutQuery("list", places)}) TO ${literal(file)}
    (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${GROUP_ROWS})`)
  return revision
}

/** SQL: the wave of a subject, from 1. Where epochs go by cohorts a wave is a cohort; `cohortOf` says the same. */
function waveOf({ epoch, waves }: LogoutSettings): string {
  return epoch === "cohorts"
    ? `(('0x' || left(sha256(sub), 8))::UBIGINT % ${waves})::INTEGER + 1`
    : `ntile(${waves}) OVER (ORDER BY pseudonym)::INTEGER`
}

/** The table `scope` (sub, sessions). */
async function makeScope(
  ctx: Context,
  incidentId: string,
  { engine, workFolder, authority, settings: { scope, cutoff } }: ListWork,
): Promise<number | null> {
  const startedBefore = cutoff === null ? {} : { startedBefore: new Date(cutoff) }
  const asked = "CREATE TABLE scope AS SELECT sub, sessions FROM asked"
  const uncounted = (subjects: string) =>
    `CREATE TABLE scope AS SELECT DISTINCT sub, NULL::INTEGER AS sessions FROM (${subjects}) WHERE sub IS NOT NULL`
  if (scope.by === "list") {
    await engine.run(uncounted(`SELECT unnest(${literalList(scope.subjects)}) AS sub`))
    return null
  }
  if (scope.by === "sessions" || scope.by === "all") {
    const used = scope.by === "sessions" ? { usedFrom: new Date(scope.from), usedTo: new Date(scope.to) } : {}
    await collectSubjects(engine, workFolder, authority, { ...startedBefore, ...used })
    await engine.run(asked)
    return null
  }
  const incident = await ctx.db.incident.findUnique({ where: { id: incidentId } })
  if (!incident) throw new AppError("not_found", "There is no such incident")
  const result = await getResult(ctx, incident)
  if (scope.by === "groups") {
    const people = parquetScan([join(result.folder, "people.parquet")])
    await engine.run(
      uncounted(
        `SELECT account_id AS sub FROM ${people} WHERE "group" IN (SELECT unnest(${literalList(scope.groups)}))`,
      ),
    )
  } else await viewersOfLog(ctx, engine, workFolder, result)
  return result.revision.number
}

async function demandSound(engine: Engine, { operators, exempt }: LogoutSettings): Promise<void> {
  const on = (names: readonly string[]) =>
    `count(*) FILTER (sub IN (SELECT unnest(${literalList(names)})))::INTEGER`
  // Who is named twice stops no run from two places.
  const named = new Set(operators)
  const standing = [...named].filter((name) => !exempt.includes(name))
  const [found] = await engine.rows<{ subjects: number; operators: number; exempt: number }>(
    `SELECT count(*)::INTEGER AS subjects, ${on(standing)} AS operators, ${on(exempt)} AS exempt FROM scope`,
  )
  if (!found || found.subjects === 0)
    throw new AppError(
      "precondition",
      "Nobody is in the scope: widen it, or see whether it names the right stretch",
    )
  if (found.exempt === found.subjects)
    throw new AppError("precondition", "Everybody in the scope is exempt: nobody would be logged out")
  if (standing.length > 0 && found.operators === named.size)
    throw new AppError(
      "precondition",
      `Every operator (${named.size}) is in the scope: exempt one at least, so that somebody can stop the run`,
    )
}
