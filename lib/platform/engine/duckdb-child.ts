/** The process in which DuckDB lives: takes one statement after the other from its parent, tells how far it is. */
import { DuckDbSession, type EngineSettings } from "./duckdb-session.ts"
import type { EngineReply, EngineRequest } from "./protocol.ts"

const send = (reply: EngineReply) => process.send?.(reply)

// Ctrl-C reaches the whole process group: the parent decides what ends, and in which order.
process.on("SIGINT", () => {})
process.on("disconnect", () => process.exit(1))

const session = DuckDbSession.open(JSON.parse(process.argv[2] ?? "{}") as EngineSettings)
session.then(
  (opened) => opened.onFraction((fraction) => send({ kind: "progress", fraction })),
  () => {}, // Told in the answer to the first request.
)

let last: Promise<void> = Promise.resolve()
process.on("message", (request: EngineRequest) => {
  last = last.then(() => answer(request))
})

async function answer({ id, sql, wantsRows }: EngineRequest): Promise<void> {
  try {
    const engine = await session
    if (wantsRows) send({ kind: "done", id, rows: await engine.rows(sql) })
    else {
      await engine.run(sql)
      send({ kind: "done", id, rows: [] })
    }
  } catch (error) {
    send({ kind: "failed", id, message: error instanceof Error ? error.message : String(error) })
  }
}
