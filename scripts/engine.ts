import type { Engine } from "../lib/core/engine.ts"
import { invalid } from "../lib/core/errors.ts"
import { readEngineConfig } from "../lib/platform/config.ts"
import { openDuckDb } from "../lib/platform/engine/duckdb.ts"

/** Starts the engine that a command works with. */
export function openEngine(name: string, spillFolder: string): Engine {
  checkEngine(name)
  return openDuckDb({ ...readEngineConfig(), spillFolder })
}

/** @throws AppError invalid for any engine that is not there yet */
export function checkEngine(name: string): void {
  if (name !== "duckdb")
    throw invalid("--engine", `${name} is not an engine of this version; there is duckdb`)
}
