import {
  BIGINT,
  type DuckDBConnection,
  DuckDBInstance,
  type DuckDBType,
  type DuckDBValue,
} from "@duckdb/node-api"
import type { Engine, OnFraction, Parameter, Reader, Row } from "../../core/engine.ts"

export interface EngineSettings {
  threads: number
  memoryMiB: number
  /** Where the engine may put what does not fit in memory; made and removed by the caller. */
  spillFolder: string
}

const PROGRESS_EVERY_MS = 200

/** DuckDB in this process: what the engine's child runs, and what tests with small data use directly. */
export class DuckDbSession implements Engine, Reader {
  private readonly connection: DuckDBConnection
  private listener: OnFraction | null = null

  private constructor(connection: DuckDBConnection) {
    this.connection = connection
  }

  /** Opens an empty database in memory that spills into its folder, and never reaches for the network. */
  static async open(settings: EngineSettings): Promise<DuckDbSession> {
    return new DuckDbSession(await connect(await openInstance(settings)))
  }

  /** Several sessions on one database, each of which runs a statement at a time; files are taken for unchangeable. */
  static async openAll(settings: EngineSettings, sessions: number): Promise<DuckDbSession[]> {
    const instance = await openInstance(settings)
    const connections = await Promise.all(Array.from({ length: sessions }, () => connect(instance)))
    await connections[0]?.run("SET GLOBAL parquet_metadata_cache = true")
    return connections.map((connection) => new DuckDbSession(connection))
  }

  async run(sql: string): Promise<void> {
    await this.watched(() => this.connection.run(sql))
  }

  async rows<T extends Row = Row>(sql: string, parameters?: Record<string, Parameter>): Promise<T[]> {
    const { values, types } = bound(parameters)
    const reader = await this.watched(() => this.connection.runAndReadAll(sql, values, types))
    return reader.getRowObjectsJson() as T[]
  }

  onFraction(listener: OnFraction | null): void {
    this.listener = listener
  }

  async close(): Promise<void> {
    this.connection.closeSync()
  }

  private async watched<T>(statement: () => Promise<T>): Promise<T> {
    const timer = setInterval(() => {
      const { percentage } = this.connection.progress
      this.listener?.(percentage < 0 ? null : percentage / 100)
    }, PROGRESS_EVERY_MS)
    try {
      return await statement()
    } finally {
      clearInterval(timer)
    }
  }
}

function openInstance({ threads, memoryMiB, spillFolder }: EngineSettings): Promise<DuckDBInstance> {
  return DuckDBInstance.create(":memory:", {
    threads: String(threads),
    memory_limit: `${memoryMiB}MiB`,
    temp_directory: spillFolder,
    preserve_insertion_order: "false",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  })
}

async function connect(instance: DuckDBInstance): Promise<DuckDBConnection> {
  const connection = await instance.connect()
  await connection.run(
    "SET enable_progress_bar = true; SET enable_progress_bar_print = false; SET TimeZone = 'UTC'",
  )
  return connection
}

/** Whole numbers are taken for whole: the engine's binding would make a DOUBLE of them. */
function bound(parameters: Record<string, Parameter> | undefined) {
  if (parameters === undefined) return { values: undefined, types: undefined }
  const values: Record<string, DuckDBValue> = {}
  const types: Record<string, DuckDBType> = {}
  for (const [name, value] of Object.entries(parameters)) {
    const isWhole = typeof value === "number" && Number.isSafeInteger(value)
    values[name] = isWhole ? BigInt(value) : value
    if (isWhole) types[name] = BIGINT
  }
  return { values, types }
}
