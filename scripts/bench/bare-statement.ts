import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { literal, literalList } from "../../lib/core/sql.ts"
import { type Spent, spend } from "./process-tree.ts"
import { window, type Yardstick } from "./yardstick.ts"

export interface EngineSettings {
  threads: number
  memoryMiB: number
  spillFolder: string
}

export interface EngineTask extends EngineSettings {
  views: string[]
  statement: string
}

export interface EngineRun extends Spent {
  /** The statement alone, without the start of the process. */
  statementS: number
  rows: unknown[][]
}

/** Owners by grade (1 shown, 2 tapped, 3 video), as the bare statement counts them. */
export type OwnersByGrade = Record<string, number>

/** The yardstick's statement; DuckDB and PostgreSQL take the same text. */
export function bareStatement(): string {
  const text = readFileSync(new URL("./bare-statement.sql", import.meta.url), "utf8")
  return text
    .replaceAll("$from", `timestamp ${literal(window.from)}`)
    .replaceAll("$to", `timestamp ${literal(window.to)}`)
}

/** Runs the bare statement on the yardstick's Parquet. */
export function runBare({ parquet }: Yardstick, settings: EngineSettings): Promise<EngineRun> {
  const views = Object.entries(parquet).map(
    ([table, path]) => `CREATE VIEW ${table} AS FROM read_parquet(${literal(path)})`,
  )
  return runAlone({ ...settings, views, statement: bareStatement() })
}

/** The engine alone counts the lines of the text log. */
export function countLines(files: readonly string[], settings: EngineSettings): Promise<EngineRun> {
  const statement = `SELECT count(*) FROM read_csv(${literalList(files)}, delim = chr(31), quote = '', escape = '',
    header = false, auto_detect = false, columns = {'line': 'VARCHAR'})`
  return runAlone({ ...settings, views: [], statement })
}

/** The engine alone reads every field of the text log with the types that it is told. */
export function readTyped(files: readonly string[], settings: EngineSettings): Promise<EngineRun> {
  const texts = ["event_id", "account_id", "device_id", "media_id", "action", "outcome"]
  const columns = ["'at': 'TIMESTAMP'", ...texts.map((name) => `'${name}': 'VARCHAR'`)].join(", ")
  const statement = `SELECT count(*), max("at"), ${texts.map((name) => `max(${name})`).join(", ")}
    FROM read_json(${literalList(files)}, format = 'newline_delimited', columns = {${columns}})`
  return runAlone({ ...settings, views: [], statement })
}

export function ownersByGrade(rows: readonly (readonly unknown[])[]): OwnersByGrade {
  const sorted = rows.map(([grade, count]) => [String(grade), Number(count)] as const)
  return Object.fromEntries(sorted.sort(([a], [b]) => a.localeCompare(b)))
}

async function runAlone(task: EngineTask): Promise<EngineRun> {
  const script = fileURLToPath(new URL("./engine-process.ts", import.meta.url))
  const args = [...process.execArgv, script, JSON.stringify(task)]
  const { stdout, ...spent } = await spend(process.execPath, args)
  return { ...spent, ...(JSON.parse(stdout) as Pick<EngineRun, "statementS" | "rows">) }
}
