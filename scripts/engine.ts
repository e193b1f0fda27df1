import { availableParallelism, totalmem } from "node:os"
import type { Engine } from "../lib/core/engine.ts"
import { invalid } from "../lib/core/errors.ts"
import { openDuckDb } from "../lib/platform/engine/duckdb.ts"

const MEMORY_MIB_MAX = 2_048
/** What the engine takes besides what it counts, and this process. */
const MEMORY_MIB_OVERHEAD = 700

/**
 * Starts the engine that a command works with. `TOCSIN_ENGINE_THREADS` and `TOCSIN_ENGINE_MEMORY_MIB` overrule what
 * the machine suggests.
 */
export function openEngine(name: string, spillFolder: string): Engine {
  checkEngine(name)
  const ofMachine = Math.floor(totalmem() / 1024 / 1024 / 2) - MEMORY_MIB_OVERHEAD
  return openDuckDb({
    threads: setting("TOCSIN_ENGINE_THREADS", availableParallelism()),
    memoryMiB: setting("TOCSIN_ENGINE_MEMORY_MIB", Math.max(512, Math.min(MEMORY_MIB_MAX, ofMachine))),
    spillFolder,
  })
}

/** @throws AppError invalid for any engine that is not there yet */
export function checkEngine(name: string): void {
  if (name !== "duckdb")
    throw invalid("--engine", `${name} is not an engine of this version; there is duckdb`)
}

function setting(name: string, otherwise: number): number {
  const text = process.env[name]
  if (text === undefined || text === "") return otherwise
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1)
    throw invalid(name, `${JSON.stringify(text)} is not a whole number above 0`)
  return value
}
