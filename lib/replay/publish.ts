import { stringify } from "yaml"
import type { Workshop, WrittenTable } from "./workshop.ts"
import type { World } from "./world.ts"

export type IncidentFile = Record<string, unknown>

/** What a scenario hands out beside the common tables. */
export interface Publication {
  /** Incident file by name; `incident.yaml` must be among them. */
  incidents: Record<string, IncidentFile>
  /** Truth by name: the select that gives it. */
  truths: Record<string, string>
  /** Codes of the questions that must be open, by file name. */
  questions: Record<string, string[]>
  extraTables?: WrittenTable[]
  extraTexts?: Record<string, string>
}

const questionsOnLogs = ["malformed", "mapping_conflicts", "footage_time_unknown"]

/** The questions that the dirt of every log must raise, and those of the scenario. */
export function questionsOnLog(...codes: string[]): string[] {
  return [...questionsOnLogs, ...codes]
}

/** Rows of the log for a share of `full`; never so few that the planted dirt would be most of it. */
export function rowsAt(scale: number, full: number): number {
  return Math.max(2_000, Math.round(scale * full))
}

function accessParts(rows: number): number {
  return Math.max(3, Math.ceil(rows / 300_000))
}

function accessTables(parts: number): WrittenTable[] {
  return Array.from({ length: parts }, (_, part) => ({
    path: `access/part-${String(part + 1).padStart(3, "0")}.ndjson.gz`,
    select: `from log_lines('app', ${part}, ${parts})`,
  }))
}

/** The tables that every replay writes. */
export function commonTables(world: World, format: "parquet" | "csv"): WrittenTable[] {
  const hasLog = world.rows > 0
  const tables: WrittenTable[] = [
    { path: `accounts.${format}`, select: "from accounts" },
    { path: `entitlements.${format}`, select: "from entitlements" },
    { path: `devices.${format}`, select: "from devices" },
  ]
  if (hasLog) {
    tables.push(
      { path: `media.${format}`, select: "from media" },
      { path: "actors.csv", select: "from planted_actor order by account_id, kind desc" },
      { path: "reports.csv", select: "from planted_report order by account_id" },
    )
  }
  if (world.sessions !== "none") tables.push({ path: `sessions.${format}`, select: "from sessions" })
  return hasLog ? [...accessTables(accessParts(world.rows)), ...tables] : tables
}

/** The incident file for these tables; `extra` adds keys or, with undefined, takes one away. */
export function incidentOf(
  world: World,
  tables: WrittenTable[],
  title: string,
  extra: IncidentFile = {},
): IncidentFile {
  const keyed = tables.filter(({ path }) => !path.includes("/"))
  const keys = keyed.map(({ path }) => [path.slice(0, path.indexOf(".")), { files: [path] }])
  const log = { access_log: [{ name: "app", files: ["access/*.ndjson.gz"] }] }
  const all = {
    title,
    window: world.window,
    ...(world.rows > 0 ? log : {}),
    ...Object.fromEntries(keys),
    ...(world.baseline ? { baseline: world.baseline } : {}),
    ...extra,
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}

/** Writes everything; `incident.yaml` last, so that a broken run leaves nothing that looks finished. */
export async function publish(
  workshop: Workshop,
  tables: WrittenTable[],
  publication: Publication,
  onProgress: (step: { label: string; done: number; total: number }) => void,
): Promise<string[]> {
  const truths = Object.entries(publication.truths).map(([path, select]) => ({ path, select }))
  const all = [...tables, ...(publication.extraTables ?? []), ...truths]
  let done = 0
  const files = await workshop.writeTables(all, (label) => {
    done += 1
    onProgress({ label, done, total: all.length })
  })
  for (const [path, text] of Object.entries(publication.extraTexts ?? {}))
    files.push(await workshop.writeText(path, text))
  for (const [path, codes] of Object.entries(publication.questions))
    files.push(await workshop.writeText(path, `${JSON.stringify({ codes })}\n`))
  const { "incident.yaml": incident, ...others } = publication.incidents
  for (const [path, content] of [...Object.entries(others), ["incident.yaml", incident] as const])
    files.push(await workshop.writeText(path, stringify(content, { lineWidth: 0 })))
  return files
}
