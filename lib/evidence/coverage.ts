import { beside } from "../core/beside.ts"
import type { Engine } from "../core/engine.ts"
import { literal, sqlFile } from "../core/sql.ts"
import type { LogPart } from "./reading/read-evidence.ts"
import type { Gap, IncidentFile } from "./schemas.ts"

/** Rows of a source by what can be said of them from the row alone. */
export interface SourceRows {
  source: string
  ignored: number
  malformed: number
  outOfWindow: number
  denied: number
  /** Without an account and without a session to name one, in a source whose nameless rows are no exposure. */
  nameless: number
  admitted: number
}

export type GapKind = "declared" | "suspected" | "confirmed" | "dismissed"

/** A stretch in which a source's log is incomplete, or seems so; half-open, microseconds since 1970 UTC. */
export interface CoverageGap {
  from: bigint
  to: bigint
  kind: GapKind
  source: string | null
  reason: string | null
  devices: string[] | "all"
}

const query = (name: string) => beside(import.meta.url, `./queries/${name}.sql`)

/** How rows are gathered: by 2^26 microseconds, which is cheap, or by minutes, for whoever shows them. */
export type Stretch = "coarse" | "minute"
const bucketOf: Record<Stretch, string> = {
  coarse: `epoch_us("at") >> 26`,
  minute: `epoch_us("at") // 60000000`,
}

/** Counts each part's rows by stretch and class into the table `coverage`. */
export async function coverLog(
  engine: Engine,
  logParts: readonly LogPart[],
  hasSessions: boolean,
  stretch: Stretch = "coarse",
): Promise<SourceRows[]> {
  await engine.run(
    `CREATE TABLE coverage (source VARCHAR, part INTEGER, bucket BIGINT, class INTEGER, rows BIGINT, first_at TIMESTAMP, last_at TIMESTAMP)`,
  )
  for (const [part, log] of logParts.entries()) {
    await engine.run(
      sqlFile(query("coverage"), {
        source: literal(log.source.name),
        part: String(part),
        relation: `log_part_${part}`,
        is_nameless: isNameless(log, hasSessions),
        bucket: bucketOf[stretch],
      }),
    )
  }
  return await engine.rows<SourceRows & Record<string, never>>(`
    SELECT source, ${rowsOf("ignored", "0, 1")}, ${rowsOf("malformed", "2")}, ${rowsOf("outOfWindow", "3")},
      ${rowsOf("denied", "4")}, ${rowsOf("nameless", "5")}, ${rowsOf("admitted", "6")}
    FROM coverage GROUP BY source ORDER BY source`)
}

/** SQL: whether nobody can be named for a row, whatever the sessions say. */
export function isNameless({ source, part }: LogPart, hasSessions: boolean): string {
  if (source.viewerless === "exposure" || part.absentShares.get("account_id") === 0) return "false"
  return hasSessions ? "(account_id IS NULL AND session_id IS NULL)" : "account_id IS NULL"
}

function rowsOf(name: string, classes: string): string {
  return `coalesce(sum(rows) FILTER (class IN (${classes})), 0)::DOUBLE AS "${name}"`
}

/**
 * The gaps of an incident: those declared and dismissed in its file, and those found in the log that overlap neither.
 * What is found is suspected, or confirmed where the person who runs it says so.
 */
export async function listGaps(
  engine: Engine,
  incident: IncidentGaps,
  confirm: boolean,
): Promise<CoverageGap[]> {
  const found = await engine.rows<{ source: string; from_us: string; to_us: string }>(
    sqlFile(query("found-gaps")),
  )
  const declared = incident.gaps.map((gap) => fromFile(gap, "declared"))
  const dismissed = incident.dismissed_gaps.map((gap) => fromFile(gap, "dismissed"))
  const known = [...declared, ...dismissed]
  const fresh = found
    .map(({ source, from_us, to_us }): CoverageGap => {
      const from = BigInt(from_us)
      const to = BigInt(to_us)
      return { from, to, kind: confirm ? "confirmed" : "suspected", source, reason: null, devices: "all" }
    })
    .filter((gap) => !known.some((one) => overlaps(one, gap)))
  return [...known, ...fresh]
}

type IncidentGaps = Pick<IncidentFile, "gaps" | "dismissed_gaps">

function fromFile(gap: Omit<Gap, "reason"> & { reason?: string | undefined }, kind: GapKind): CoverageGap {
  const { from, to, source, reason, devices } = gap
  return { from, to, kind, source: source ?? null, reason: reason ?? null, devices: devices ?? "all" }
}

/** A gap that names no source stands for all of them. */
function overlaps(a: CoverageGap, b: CoverageGap): boolean {
  const isSameSource = a.source === null || b.source === null || a.source === b.source
  return isSameSource && a.from < b.to && b.from < a.to
}
