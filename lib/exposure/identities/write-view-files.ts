import type { Engine } from "../../core/engine.ts"
import { invariant } from "../../core/errors.ts"
import { literal, parquetScan } from "../../core/sql.ts"
import type { ResultFile, ViewFile } from "../result-folder.ts"
import { identityQuery as query } from "./named-files.ts"
import { pseudonymMacro } from "./pseudonym.ts"

interface Places {
  /** Where a file of the result lies. */
  from(file: ResultFile): string
  /** Where a view file is written. */
  to(file: ViewFile): string
}

/**
 * Writes what the rooms read of a result: its files with pseudonyms in place of account ids, and whose each one is.
 * @throws Error when two accounts would get one pseudonym, of which nobody could be told which is meant
 */
export async function writeViewFiles(engine: Engine, key: Buffer, { from, to }: Places): Promise<void> {
  const rows = (file: ResultFile) => parquetScan([from(file)])
  const fragments = {
    people: rows("people.parquet"),
    exposures: rows("exposures.parquet"),
    evidence: rows("evidence.parquet"),
    actors: rows("actors.parquet"),
  }
  const views: Record<ViewFile, string> = {
    "people-view.parquet": query("people-view", fragments),
    "exposures-view.parquet": query("exposures-view", fragments),
    "evidence-view.parquet": query("evidence-view", fragments),
    "actors-view.parquet": query("actors-view", fragments),
    "identities.parquet": query("identities", fragments),
  }
  await engine.run("SET preserve_insertion_order = true")
  // What the engine says of a statement that it cannot run may quote it, and this one holds the key.
  await engine.run(pseudonymMacro(key)).catch(() => {
    throw new Error("the engine does not learn to make pseudonyms")
  })
  for (const [file, sql] of Object.entries(views) as [ViewFile, string][])
    await engine.run(`COPY (${sql}) TO ${literal(to(file))} (FORMAT parquet)`)
  const [found] = await engine.rows<{ shared: number }>(
    `SELECT (count(*) - count(DISTINCT pseudonym))::DOUBLE AS shared FROM ${parquetScan([to("identities.parquet")])}`,
  )
  invariant(found?.shared === 0, `${found?.shared} accounts share the pseudonym of another one`)
}
