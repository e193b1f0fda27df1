import { mkdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import type { Config } from "../../core/config.ts"
import type { Parameter, Reader, Row } from "../../core/engine.ts"
import { AppError } from "../../core/errors.ts"
import { EngineError, EngineGone, EngineProcess } from "./engine-process.ts"

const CONNECTIONS = 4

let opened = 0

/** A reader of result files, in a process that starts with the first question and again after it has died. */
export function openReader({ engine, dataFolder }: Pick<Config, "engine" | "dataFolder">): Reader {
  const spillFolder = join(dataFolder, "spill", `reader-${process.pid}-${opened++}`)
  return new DuckDbReader({ ...engine, spillFolder })
}

class DuckDbReader implements Reader {
  private readonly settings: Config["engine"] & { spillFolder: string }
  private process: EngineProcess | null = null
  private isClosed = false

  constructor(settings: DuckDbReader["settings"]) {
    this.settings = settings
  }

  async rows<T extends Row = Row>(sql: string, parameters: Record<string, Parameter> = {}): Promise<T[]> {
    try {
      return (await this.living().ask({ sql, parameters, wantsRows: true })) as T[]
    } catch (error) {
      throw explained(error)
    }
  }

  async close(): Promise<void> {
    this.isClosed = true
    await this.process?.close()
    rmSync(this.settings.spillFolder, { recursive: true, force: true })
  }

  private living(): EngineProcess {
    if (this.isClosed) throw new AppError("unavailable", "Results cannot be read: the reader is closed.")
    if (this.process === null || this.process.isGone) {
      rmSync(this.settings.spillFolder, { recursive: true, force: true })
      mkdirSync(this.settings.spillFolder, { recursive: true })
      this.process = new EngineProcess({ ...this.settings, connections: CONNECTIONS })
    }
    return this.process
  }
}

/** What people can do something about, in their words; everything else is a fault of ours and stays what it is. */
function explained(error: unknown): unknown {
  const refuse = (message: string) => new AppError("unavailable", message, { cause: error })
  if (error instanceof EngineGone)
    return refuse("The engine that reads results has just ended and starts anew. Please try again.")
  if (!(error instanceof EngineError)) return error
  if (/^Out of Memory Error/.test(error.message))
    return refuse(
      "The engine has too little memory for this question; TOCSIN_ENGINE_MEMORY_MIB gives it more.",
    )
  if (/^IO Error/.test(error.message))
    return refuse("The files of this result cannot be read; are they still there?")
  return error
}
