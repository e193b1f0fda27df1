import { beside } from "../core/beside.ts"
import type { Engine } from "../core/engine.ts"
import type { OnProgress } from "../core/progress.ts"
import { sqlFile } from "../core/sql.ts"
import { isNameless, type SourceRows } from "../evidence/coverage.ts"
import { pathOf } from "../evidence/reading/part.ts"
import type { Evidence, LogPart } from "../evidence/reading/read-evidence.ts"

const query = (name: string) => beside(import.meta.url, `./queries/${name}.sql`)

/** From this many rows on, the log is looked up in the entitlements; below, the engine may do it the other way round. */
const LARGE_LOG_ROWS = 3_000_000

/**
 * Puts every row of the log that is not plainly legitimate into the table `suspects`. Which rows are plain is settled
 * by look-ups in two lists (owned-media.sql, standing.sql); a row that they do not settle is a suspect, whatever it turns out to be.
 */
export async function findSuspects(
  engine: Engine,
  evidence: Evidence,
  sources: readonly SourceRows[],
  onProgress: OnProgress,
): Promise<void> {
  const { logParts, tables } = evidence
  await engine.run(sqlFile(query("suspects-table")))
  await holdEntitlements(engine, evidence)
  const standing = await makeLookups(engine, evidence)
  const hasSessions = tables.sessions !== undefined
  for (const [index, log] of logParts.entries()) {
    const { source, part } = log
    engine.onFraction((fraction) =>
      onProgress({
        label: `Looking up who saw whose in ${source.name}`,
        done: (index + (fraction ?? 0)) / logParts.length,
      }),
    )
    await nameViewers(engine, index, hasSessions && part.columns.has("session_id"))
    const isLarge = part.rows > LARGE_LOG_ROWS
    if (isLarge) await engine.run("SET disabled_optimizers = 'build_side_probe_side,join_order'")
    await engine.run(
      sqlFile(query("suspects"), {
        part: String(index),
        relation: `named_part_${index}`,
        raw: part.rawOf,
        standing,
        is_settled_by_own_device: isSettledByOwnDevice(standing, tables.media !== undefined),
        is_malformed: sources.some((one) => one.source === source.name && one.malformed > 0)
          ? "is_malformed"
          : "false",
        is_looked_at: isLookedAt(log, hasSessions),
      }),
    )
    if (isLarge) await engine.run("RESET disabled_optimizers")
  }
  engine.onFraction(null)
  await dropRepeats(engine)
  await rejectEvents(engine, logParts)
}

/** Below this share of log rows to entitlements it pays to leave out devices that the log does not show. */
const NARROWING_SHARE_MAX = 0.25

/** Makes `held`: the entitlements that the rules look at, all of them or those on the devices that the log shows. */
async function holdEntitlements(engine: Engine, { logParts, tables }: Evidence): Promise<void> {
  const rows = logParts.reduce((sum, { part }) => sum + part.rows, 0)
  const logged = logParts
    .map((_, index) => `SELECT device_id, media_id FROM log_part_${index}`)
    .join(" UNION ALL ")
  const isNarrowed = rows > 0 && rows < (tables.entitlements?.read ?? 0) * NARROWING_SHARE_MAX
  if (isNarrowed) await engine.run(sqlFile(query("held"), { logged }))
  else await engine.run("CREATE VIEW held AS SELECT * FROM entitlements")
}

/** Up to this share of rows without media it is quicker to give them to the full rules than to list all owners. */
const MEDIALESS_SHARE_MAX = 0.02

/** Makes the two look-ups, and tells which list of holders the second one needs. */
async function makeLookups(
  engine: Engine,
  { logParts, tables }: Evidence,
): Promise<"standing" | "standing_members"> {
  const [row] = await engine.rows<{ any: boolean }>(
    `SELECT count(*) > 0 AS "any" FROM actor_kinds WHERE kind <> 'staff'`,
  )
  const isPerson = row?.any
    ? "account_id NOT IN (SELECT account_id FROM actor_kinds WHERE kind <> 'staff')"
    : "true"
  const kind = logParts.length > 1 ? "TABLE" : "VIEW"
  await engine.run(sqlFile(query("owned-media"), { kind, is_person: isPerson }))
  await engine.run(sqlFile(query("standing"), { is_person: isPerson }))
  const hasMedia =
    tables.media !== undefined &&
    logParts.every(({ part }) => (part.absentShares.get("media_id") ?? 1) <= MEDIALESS_SHARE_MAX)
  return hasMedia && !(await hasCoOwners(engine)) ? "standing_members" : "standing"
}

/** Whether devices with two owners at once are common: the first entitlements tell, in order of device or not. */
async function hasCoOwners(engine: Engine): Promise<boolean> {
  const found = await engine.rows(`
    SELECT 1 FROM (SELECT device_id, role, valid_to FROM held LIMIT 500000)
    WHERE role = 'owner' AND valid_to IS NULL GROUP BY device_id HAVING count(*) > 1 LIMIT 1`)
  return found.length > 0
}

/**
 * SQL: whether a row's own device is the true one and the list of holders settles it. The list of members alone does
 * not, for it does not say whether an owner stands beside them.
 */
function isSettledByOwnDevice(standing: "standing" | "standing_members", hasCatalogue: boolean): string {
  if (standing === "standing_members") return "false"
  return hasCatalogue ? "media_id IS NULL" : "true"
}

/** Each event with its viewer: the account that the session names, else the event's own. */
async function nameViewers(engine: Engine, index: number, bySession: boolean): Promise<void> {
  const view = `CREATE VIEW named_part_${index} AS`
  await engine.run(
    bySession
      ? `${view} SELECT event.*, coalesce(session.account_id, event.account_id) AS viewer_id,
           coalesce(session.account_id <> event.account_id, false) AS is_conflict
         FROM log_part_${index} AS event LEFT JOIN session_accounts AS session ON session.session_id = event.session_id`
      : `${view} SELECT *, account_id AS viewer_id, false AS is_conflict FROM log_part_${index}`,
  )
}

function isLookedAt(log: LogPart, hasSessions: boolean): string {
  return `"at" >= getvariable('scan_from') AND "at" < getvariable('scan_to')
    AND (("at" >= getvariable('before_from') AND "at" < getvariable('after_to'))
      OR ("at" >= getvariable('baseline_from') AND "at" < getvariable('baseline_to')))
    AND NOT ${isNameless(log, hasSessions)}`
}

/** Puts the log's malformed rows among the rejects. */
async function rejectEvents(engine: Engine, logParts: Evidence["logParts"]): Promise<void> {
  for (const [index, { part }] of logParts.entries()) {
    await engine.run(`
      INSERT INTO rejects
      SELECT 'access_log', ${pathOf(part)}, line, reason, raw FROM suspects WHERE part = ${index} AND is_malformed`)
  }
}

/** A row that met several owners of its footage stands among the suspects once for each: one is enough. */
async function dropRepeats(engine: Engine): Promise<void> {
  const repeats =
    "SELECT part, file, row, min(rowid) AS kept FROM suspects GROUP BY part, file, row HAVING count(*) > 1"
  await engine.run(`
    CREATE TABLE repeated_suspects AS ${repeats};
    DELETE FROM suspects USING repeated_suspects AS repeated
    WHERE suspects.part = repeated.part AND suspects.file = repeated.file AND suspects.row = repeated.row
      AND suspects.rowid <> repeated.kept;
    DROP TABLE repeated_suspects`)
}
