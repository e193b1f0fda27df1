/**
 * The process in which DuckDB lives: takes statements from its parent, as many at a time as it has connections, each in
 * its turn, and tells how far it is.
 */
import { DuckDbSession } from "./duckdb-session.ts"
import type { ProcessSettings } from "./engine-process.ts"
import type { EngineReply, EngineRequest } from "./protocol.ts"

/** To a parent that was killed nothing can be told any more: the end of the connection is heard of below. */
const send = (reply: EngineReply) => process.send?.(reply, undefined, undefined, () => {})

// Ctrl-C reaches the whole process group: the parent decides what ends, and in which order.
process.on("SIGINT", () => {})
process.on("disconnect", () => process.exit(1))

const settings = JSON.parse(process.argv[2] ?? "{}") as ProcessSettings
const waiting: EngineRequest[] = []
const idle: DuckDbSession[] = []
let failure: unknown = null

process.on("message", (request: EngineRequest) => {
  waiting.push(request)
  work()
})

try {
  const sessions =
    settings.connections === 1
      ? [await DuckDbSession.open(settings)]
      : await DuckDbSession.openAll(settings, settings.connections)
  sessions[0]?.onFraction((fraction) => send({ kind: "progress", fraction }))
  idle.push(...sessions)
} catch (error) {
  failure = error // Told in the answer to each request.
}
work()

function work(): void {
  while (waiting.length > 0 && (idle.length > 0 || failure !== null)) {
    const request = waiting.shift()
    const session = idle.pop()
    if (request) void answer(request, session)
  }
}

async function answer({ id, sql, wantsRows, parameters }: EngineRequest, session?: DuckDbSession) {
  try {
    if (session === undefined) throw failure
    if (wantsRows) send({ kind: "done", id, rows: await session.rows(sql, parameters) })
    else {
      await session.run(sql)
      send({ kind: "done", id, rows: [] })
    }
  } catch (error) {
    send({ kind: "failed", id, message: error instanceof Error ? error.message : String(error) })
  }
  if (session) idle.push(session)
  work()
}
