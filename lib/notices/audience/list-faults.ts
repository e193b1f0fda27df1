import type { Engine } from "../../core/engine.ts"
import { literal } from "../../core/sql.ts"
import {
  type ListFault,
  NOTHING_PATTERN,
  RAW_ID_PATTERN,
  type ReaderFaultName,
  readerFaults,
} from "../letters/lint/reader-faults.ts"
import { ADDRESS_PATTERN } from "../letters/value-text.ts"
import { audienceQuery } from "./audience-query.ts"

/**
 * What is wrong with what letters would tell their readers, of every row of a list: how many have it, by form of the letter.
 * @param list SQL that names the list
 */
export async function listFaults(engine: Engine, list: string): Promise<ListFault[]> {
  const rows = await engine.rows<{ variant: string } & Record<ReaderFaultName, number>>(
    audienceQuery("list-faults", {
      list,
      nothing: literal(NOTHING_PATTERN),
      raw_id: literal(RAW_ID_PATTERN),
      address: literal(ADDRESS_PATTERN),
    }),
  )
  const names = Object.keys(readerFaults) as ReaderFaultName[]
  return rows.flatMap((row) =>
    names
      .filter((fault) => row[fault] > 0)
      .map((fault) => ({ variant: row.variant, fault, readers: row[fault] })),
  )
}
