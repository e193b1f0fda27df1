import pg from "pg"
import { AppError } from "../../core/errors.ts"
import { type HoldLock, lockKeyOf } from "../../core/held-lock.ts"

const CONNECT_MS_MAX = 5_000
/** A server that cannot be reached any more is noticed by either side within about twenty seconds. */
const KEEP_ALIVE = { idleS: 10, everyS: 3, count: 3 }
/** A connection may be dead without a word: it is asked. */
const ASK_EVERY_MS = 5_000

/**
 * Locks of sessions, each on a connection of its own: they are free as soon as the process or its connection is gone. A
 * lock that somebody has is waited for.
 */
export function openHeldLocks(url: string): HoldLock {
  return async (id) => {
    const client = new pg.Client({
      connectionString: url,
      application_name: "tocsin lock",
      connectionTimeoutMillis: CONNECT_MS_MAX,
      query_timeout: ASK_EVERY_MS * 2,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE.idleS * 1_000,
    })
    const gone = new AbortController()
    client.on("error", () => gone.abort())
    client.on("end", () => gone.abort())
    try {
      await client.connect()
      const { idleS, everyS, count } = KEEP_ALIVE
      await client.query(
        `SET tcp_keepalives_idle = ${idleS}; SET tcp_keepalives_interval = ${everyS}; SET tcp_keepalives_count = ${count}`,
      )
      await client.query("SELECT pg_advisory_lock($1)", [String(lockKeyOf(id))])
    } catch (cause) {
      await client.end().catch(() => {})
      throw new AppError("unavailable", `the database does not answer: ${(cause as Error).message}`, {
        cause,
      })
    }
    const asking = setInterval(() => void client.query("SELECT 1").catch(() => gone.abort()), ASK_EVERY_MS)
    asking.unref()
    gone.signal.addEventListener("abort", () => clearInterval(asking))
    return {
      lost: gone.signal,
      async release() {
        clearInterval(asking)
        client.removeAllListeners("end")
        await client.end().catch(() => {})
      },
    }
  }
}
