import type { Engine } from "../core/engine.ts"
import { AppError, invalid } from "../core/errors.ts"
import { parquetScan } from "../core/sql.ts"
import type { Incident } from "./incident-file.ts"

/**
 * What a failure in the middle of a run comes from, where it is none of ours: a full disk, too little memory, or a
 * Parquet file whose inside is damaged, which only a whole reading shows.
 * @returns an AppError that says so, or the error itself
 */
export async function explainFailure(engine: Engine, incident: Incident, error: unknown): Promise<unknown> {
  if (error instanceof AppError) return error
  const message = error instanceof Error ? error.message : String(error)
  if (/No space left on device|ENOSPC|max_temp_directory_size/.test(message))
    return new AppError("unavailable", "the disk is full: the result folder needs room for the logs' text", {
      cause: error,
    })
  if (/^Out of Memory Error/.test(message))
    return new AppError(
      "unavailable",
      "the engine has too little memory; TOCSIN_ENGINE_MEMORY_MIB gives it more",
      { cause: error },
    )
  if (!(await answers(engine, "SELECT 1"))) return error
  const files = [...Object.values(incident.tables), ...incident.sources.map((source) => source.files)].flat()
  for (const file of files) {
    if (file.format !== "parquet") continue
    const reading = `SELECT bit_xor(hash(COLUMNS(*))) FROM ${parquetScan([file.path])}`
    if (!(await answers(engine, reading)))
      return invalid(file.name, `the Parquet file is damaged: ${message.split("\n")[0]}`, error)
  }
  return error
}

async function answers(engine: Engine, sql: string): Promise<boolean> {
  try {
    await engine.rows(sql)
    return true
  } catch {
    return false
  }
}
