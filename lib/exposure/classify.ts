import { beside } from "../core/beside.ts"
import type { Engine } from "../core/engine.ts"
import { invariant } from "../core/errors.ts"
import { type OnProgress, within } from "../core/progress.ts"
import { literal, literalList, sqlFile } from "../core/sql.ts"
import { type CoverageGap, coverLog, listGaps, type SourceRows, type Stretch } from "../evidence/coverage.ts"
import type { Incident } from "../evidence/incident-file.ts"
import type { KeptFiles } from "../evidence/reading/kept-files.ts"
import { type Evidence, readEvidence } from "../evidence/reading/read-evidence.ts"
import { grades } from "../evidence/schemas.ts"
import { findSuspects } from "./find-suspects.ts"

const query = (name: string) => beside(import.meta.url, `./queries/${name}.sql`)

export interface Classified {
  evidence: Evidence
  sources: SourceRows[]
  gaps: CoverageGap[]
}

export interface ClassifyOptions {
  /** Whether gaps that were found in the log count as gaps. */
  confirmGaps: boolean
  /** A folder for what the work needs meanwhile; the caller removes it. */
  workFolder: string
  onProgress: OnProgress
}

const HOUR_US = 3_600_000_000n

/**
 * Works out who saw whose: fills the engine's tables `people`, `exposures`, `misbound`, `decided` and `rejects`.
 * @throws AppError invalid when an input is not what it should be
 */
export async function classify(
  engine: Engine,
  incident: Incident,
  options: ClassifyOptions,
): Promise<Classified> {
  const { onProgress } = options
  const classified = await classifyRows(engine, incident, options)
  await engine.run(sqlFile(query("exposures")))
  onProgress({ label: "Grading people", done: 0.92 })
  await presume(engine, incident, classified.gaps)
  await engine.run(sqlFile(query("presumed-people")))
  await engine.run(sqlFile(query("people")))
  return classified
}

interface ClassifyRowsOptions extends ClassifyOptions {
  /** By which stretches the rows of the log are counted. */
  stretch?: Stretch
  /** Files of a log that is read again and again. */
  kept?: KeptFiles | null
}

/**
 * Gives every row of the log its disposition, and counts misbound events once each: fills the engine's tables `coverage`,
 * `decided`, `misbound` and `rejects`. What follows from it for people is not worked out.
 * @throws AppError invalid when an input is not what it should be
 */
export async function classifyRows(
  engine: Engine,
  incident: Incident,
  { workFolder, onProgress, confirmGaps, stretch = "coarse", kept = null }: ClassifyRowsOptions,
): Promise<Classified> {
  const evidence = await readEvidence(engine, incident, workFolder, within(onProgress, 0, 0.4), kept)
  await setVariables(engine, incident)
  await makeRelations(engine, evidence)
  onProgress({ label: "Counting rows and looking for gaps", done: 0.42 })
  const sources = await coverLog(engine, evidence.logParts, evidence.tables.sessions !== undefined, stretch)
  const gaps = await listGaps(engine, incident, confirmGaps)
  await findSuspects(engine, evidence, sources, within(onProgress, 0.45, 0.85))
  onProgress({ label: "Applying the rules", done: 0.85 })
  for (const step of ["candidates", "dispositions", "misbound"]) await engine.run(sqlFile(query(step)))
  return { evidence, sources, gaps }
}

async function setVariables(engine: Engine, incident: Incident): Promise<void> {
  const { window, baseline, clock_tolerance, relations } = incident
  const before = window.from - HOUR_US
  const after = window.to + HOUR_US
  const variables: Record<string, string> = {
    window_from: literal(window.from),
    window_to: literal(window.to),
    before_from: literal(before),
    after_to: literal(after),
    baseline_from: literal(baseline?.from ?? window.from),
    baseline_to: literal(baseline?.to ?? window.from),
    scan_from: literal(baseline && baseline.from < before ? baseline.from : before),
    scan_to: literal(baseline && baseline.to > after ? baseline.to : after),
    tolerance: `to_microseconds(${clock_tolerance})`,
    relations: literalList(relations),
  }
  await engine.run(
    Object.entries(variables)
      .map(([name, value]) => `SET VARIABLE ${name} = ${value}`)
      .join("; "),
  )
}

/** Makes the small relations that the rules look things up in. */
async function makeRelations(engine: Engine, { logParts }: Evidence): Promise<void> {
  const parts = logParts.map(
    ({ source, part }, index) =>
      `(${index}, ${literal(source.name)}, ${literal(source.viewerless)}, ${literalList(part.files.map(({ name }) => name))})`,
  )
  const grade = grades.map((name, index) => `WHEN ${index + 1} THEN ${literal(name)}`).join(" ")
  await engine.run(`
    CREATE MACRO grade_of(severity) AS CASE severity ${grade} END;
    CREATE TABLE log_parts (part INTEGER, source VARCHAR, viewerless VARCHAR, paths VARCHAR[]);
    ${parts.length > 0 ? `INSERT INTO log_parts VALUES ${parts.join(", ")};` : ""}`)
  await engine.run(sqlFile(query("relations")))
}

interface Presumed {
  from: bigint
  to: bigint
  devices: readonly string[] | "all"
  viewers: readonly string[] | "none" | "sessions"
  grade: (typeof grades)[number]
}

/** Every presumption, and every gap as a presumption, over the part of it that lies inside the window. */
async function presume(engine: Engine, incident: Incident, gaps: readonly CoverageGap[]): Promise<void> {
  await engine.run(
    "CREATE TABLE presumed_rows (account_id VARCHAR, owner_severity INTEGER, viewer_severity INTEGER)",
  )
  const asPresumptions = gaps
    .filter(({ kind }) => kind === "declared" || kind === "confirmed")
    .map((gap): Presumed => ({ ...gap, viewers: "sessions", grade: "video" }))
  for (const one of [...incident.presumptions, ...asPresumptions]) {
    const from = one.from > incident.window.from ? one.from : incident.window.from
    const to = one.to < incident.window.to ? one.to : incident.window.to
    if (from < to) await presumeOne(engine, { ...one, from, to })
  }
}

async function presumeOne(engine: Engine, { from, to, devices, viewers, grade }: Presumed): Promise<void> {
  const severity = grades.indexOf(grade) + 1
  invariant(severity > 0, `a presumption has the grade ${grade}`)
  await engine.run(`
    SET VARIABLE since = ${literal(from)};
    SET VARIABLE until = ${literal(to)};
    SET VARIABLE severity = ${severity}::INTEGER;
    SET VARIABLE devices = ${devices === "all" ? "NULL::VARCHAR[]" : literalList(devices)};
    SET VARIABLE viewers = ${literalList(typeof viewers === "string" ? [] : viewers)};
    SET VARIABLE by_sessions = ${viewers === "sessions"}`)
  await engine.run(sqlFile(query("presumed")))
}
