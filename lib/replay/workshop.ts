import { mkdir, readFile, rm, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api"

export type Variable = number | string | null | { timestamp: string }

export interface WrittenTable {
  path: string
  select: string
}

/** A private in-memory DuckDB in which one replay is planned and from which its files are written. */
export interface Workshop {
  setVariables(variables: Record<string, Variable>): Promise<void>
  /** Runs one of `queries/*.sql`. */
  script(name: string): Promise<void>
  run(sql: string): Promise<void>
  /** The rows of a select; for small results only. */
  rows(sql: string): Promise<Record<string, unknown>[]>
  /** Writes tables two at a time; the format follows the name. Returns the relative paths. */
  writeTables(tables: WrittenTable[], onWritten: (path: string) => void): Promise<string[]>
  writeText(path: string, text: string): Promise<string>
  close(): Promise<void>
}

function literal(value: Variable): string {
  if (value === null) return "null::timestamp"
  if (typeof value === "number") return `${value}::bigint`
  if (typeof value === "string") return `'${value.replaceAll("'", "''")}'`
  return `timestamp '${value.timestamp.replace("T", " ").replace("Z", "")}'`
}

function copyOptions(path: string): string {
  if (path.endsWith(".parquet")) return "format parquet, compression snappy"
  const gzip = path.endsWith(".gz") ? ", compression gzip" : ""
  // Lines come finished: without quote, escape and a possible delimiter the writer adds nothing to them.
  if (path.includes(".ndjson"))
    return `format csv, header false, quote '', escape '', delimiter e'\\x1f'${gzip}`
  return `format csv, header true${gzip}`
}

/** Opens a workshop that spills into a hidden folder of `out`, removed when it is closed. */
export async function openWorkshop(out: string): Promise<Workshop> {
  await mkdir(out, { recursive: true })
  const spill = join(out, ".replay-spill")
  const instance = await DuckDBInstance.create(":memory:", {
    threads: "2",
    memory_limit: "2GB",
    temp_directory: spill,
  })
  const connections: [DuckDBConnection, DuckDBConnection] = [
    await instance.connect(),
    await instance.connect(),
  ]
  const main = connections[0]
  async function copyFrom(
    connection: DuckDBConnection,
    queue: WrittenTable[],
    onWritten: (path: string) => void,
  ) {
    for (let table = queue.shift(); table; table = queue.shift()) {
      const target = join(out, table.path)
      await mkdir(dirname(target), { recursive: true })
      await connection.run(
        `copy (${table.select}) to '${target.replaceAll("'", "''")}' (${copyOptions(target)})`,
      )
      onWritten(table.path)
    }
  }
  return {
    async setVariables(variables) {
      // Variables belong to a connection, so both get them.
      const sql = Object.entries(variables).map(
        ([name, value]) => `set variable ${name} = ${literal(value)};`,
      )
      for (const connection of connections) await connection.run(sql.join("\n"))
    },
    async script(name) {
      await main.run(await readFile(new URL(`./queries/${name}.sql`, import.meta.url), "utf8"))
    },
    async run(sql) {
      await main.run(sql)
    },
    async rows(sql) {
      return (await main.runAndReadAll(sql)).getRowObjectsJson() as Record<string, unknown>[]
    },
    async writeTables(tables, onWritten) {
      const queue = [...tables]
      // Both workers are awaited even if one fails: nothing may still write once the spill folder goes.
      const ends = await Promise.allSettled(connections.map((each) => copyFrom(each, queue, onWritten)))
      for (const end of ends) if (end.status === "rejected") throw end.reason
      return tables.map((table) => table.path)
    },
    async writeText(path, text) {
      await mkdir(dirname(join(out, path)), { recursive: true })
      await writeFile(join(out, path), text)
      return path
    },
    async close() {
      for (const connection of connections) connection.closeSync()
      instance.closeSync()
      await rm(spill, { recursive: true, force: true })
    },
  }
}
