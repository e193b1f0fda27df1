import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api"
import type { Engine, OnFraction, Row } from "../../core/engine.ts"

export interface EngineSettings {
  threads: number
  memoryMiB: number
  /** Where the engine may put what does not fit in memory; made and removed by the caller. */
  spillFolder: string
}

const PROGRESS_EVERY_MS = 200

/** DuckDB in this process: what the engine's child runs, and what tests with small data use directly. */
export class DuckDbSession implements Engine {
  private readonly connection: DuckDBConnection
  private listener: OnFraction | null = null

  private constructor(connection: DuckDBConnection) {
    this.connection = connection
  }

  /** Opens an empty database in memory that spills into its folder, and never reaches for the network. */
  static async open(settings: EngineSettings): Promise<DuckDbSession> {
    const instance = await DuckDBInstance.create(":memory:", {
      threads: String(settings.threads),
      memory_limit: `${settings.memoryMiB}MiB`,
      temp_directory: settings.spillFolder,
      preserve_insertion_order: "false",
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
    })
    const connection = await instance.connect()
    await connection.run(
      "SET enable_progress_bar = true; SET enable_progress_bar_print = false; SET TimeZone = 'UTC'",
    )
    return new DuckDbSession(connection)
  }

  async run(sql: string): Promise<void> {
    await this.watched(() => this.connection.run(sql))
  }

  async rows<T extends Row = Row>(sql: string): Promise<T[]> {
    return (await this.watched(() => this.connection.runAndReadAll(sql))).getRowObjectsJson() as T[]
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
