import type { Engine, OnFraction, Row } from "../../core/engine.ts"
import type { EngineSettings } from "./duckdb-session.ts"
import { EngineProcess } from "./engine-process.ts"

/**
 * Starts DuckDB in a child process with a memory limit and a spill folder.
 * @throws EngineError from every call once the child has died, with the reason of its death.
 */
export function openDuckDb(settings: EngineSettings): Engine {
  return new DuckDb(new EngineProcess({ ...settings, connections: 1 }))
}

class DuckDb implements Engine {
  private readonly process: EngineProcess

  constructor(process: EngineProcess) {
    this.process = process
  }

  async run(sql: string): Promise<void> {
    await this.process.ask({ sql, wantsRows: false })
  }

  async rows<T extends Row = Row>(sql: string): Promise<T[]> {
    return (await this.process.ask({ sql, wantsRows: true })) as T[]
  }

  onFraction(listener: OnFraction | null): void {
    this.process.onFraction(listener)
  }

  close(): Promise<void> {
    return this.process.close()
  }
}
