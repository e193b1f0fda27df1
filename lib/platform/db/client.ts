import { PrismaPg } from "@prisma/adapter-pg"
import pg from "pg"
import { PrismaClient } from "../../../prisma/generated/client.ts"
import type { Database, Step } from "../../core/context.ts"

const CONNECTIONS_MAX = 10
const STEP_CONNECTIONS_MAX = 4
const CONNECT_MS_MAX = 5_000
/** A busy machine is no reason to refuse an act: wait for a connection, and then for those who hold the row. */
const TRANSACTION_LIMITS = { maxWait: 15_000, timeout: 30_000 }
/**
 * A step's plan is made once and kept, often while its tables are all but empty; reading them whole would look cheap then,
 * and for as long as the plan is kept.
 */
const LOOK_UP_BY_INDEX = "-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off"

/** A client of the database. Connections that a restart of the server breaks are replaced with the next query. */
export function openDatabase(url: string, onLost: (message: string) => void = () => {}): Database {
  const limits = { connectionString: url, connectionTimeoutMillis: CONNECT_MS_MAX }
  const pool = openPool({ ...limits, max: CONNECTIONS_MAX })
  const steps = openPool({
    ...limits,
    max: STEP_CONNECTIONS_MAX,
    options: LOOK_UP_BY_INDEX,
    query_timeout: TRANSACTION_LIMITS.timeout,
  })
  steps.on("error", ({ message }) => onLost(message))
  const adapter = new PrismaPg(pool, {
    disposeExternalPool: true,
    onPoolError: ({ message }) => onLost(message),
    onConnectionError: ({ message }) => onLost(message),
  })
  const client = new PrismaClient({ adapter, transactionOptions: TRANSACTION_LIMITS })
  const disconnect = client.$disconnect.bind(client)
  const step: Step = async <Row>(name: string, { text, values }: { text: string; values: unknown[] }) =>
    (await steps.query({ name, text, values })).rows as Row[]
  return Object.assign(client, {
    step,
    async $disconnect() {
      await Promise.all([disconnect(), steps.ended ? null : steps.end()])
    },
  })
}

function openPool(settings: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(settings)
  // A server that ends just as it lets a connection in may say both at once, before anybody else listens: what nobody
  // listens to would end this process.
  pool.on("connect", (client) => client.on("error", () => {}))
  return pool
}
