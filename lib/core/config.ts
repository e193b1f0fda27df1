import { AppError } from "./errors.ts"

/** How this installation is set up; `readConfig` of lib/platform makes it from the environment. */
export interface Config {
  /** Absolute: everything that Tocsin keeps lies under it. */
  dataFolder: string
  /** Absolute: evidence may be read where it lies from these folders and those below them. */
  evidenceFolders: readonly string[]
  /** An external PostgreSQL, or null for the embedded one. */
  databaseUrl: string | null
  host: string
  port: number
  /** Under which address people reach the console. */
  url: string
  /** How large one uploaded file may be. */
  uploadBytesMax: number
  /** A run ends before less than this is free on the disk of the data folder, for the database lies there too. */
  diskReserveBytes: number
  engine: EngineConfig
}

export interface EngineConfig {
  threads: number
  memoryMiB: number
}

/** Settings that are wrong, each in a line of its own. */
export class ConfigError extends AppError {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super("invalid", problems.join("; "))
    this.problems = problems
  }
}
