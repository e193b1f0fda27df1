import { createWriteStream } from "node:fs"
import { pipeline } from "node:stream/promises"
import { to as copyTo } from "pg-copy-streams"
import { invariant } from "../../core/errors.ts"
import { isUuid } from "../../core/is-uuid.ts"
import type { CopyItemStates } from "../../core/item-states.ts"
import { connect } from "./connect.ts"

/** Copies item states out of a database, row by row on a connection of its own: ten million take no memory here. */
export function copyItemStatesFrom(url: string): CopyItemStates {
  return async (runId, file) => {
    invariant(isUuid(runId), "a run has a UUID")
    const client = await connect(url)
    try {
      const rows = client.query(
        copyTo(`COPY (
          SELECT row, state, reason, to_char(sent_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS')
          FROM run_item WHERE run_id = '${runId}' ORDER BY row) TO STDOUT (FORMAT csv)`),
      )
      await pipeline(rows, createWriteStream(file))
    } finally {
      await client.end()
    }
  }
}
