import { PrismaPg } from "@prisma/adapter-pg"
import pg from "pg"
import { PrismaClient } from "../../../prisma/generated/client.ts"

const CONNECTIONS_MAX = 10
const CONNECT_MS_MAX = 5_000
/** A busy machine is no reason to refuse an act: wait for a connection, and then for those who hold the row. */
const TRANSACTION_LIMITS = { maxWait: 15_000, timeout: 30_000 }

/**
 * What a statement begins with that is made many times a second: each connection keeps its plan under that name, for
 * planning takes longer than doing. One name stands for one text.
 */
const keptName = /^\/\* kept: (\w+) \*\//

/** A client of the database. Connections that a restart of the server breaks are replaced with the next query. */
export function openDatabase(url: string, onLost: (message: string) => void = () => {}): PrismaClient {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS_MAX,
    connectionTimeoutMillis: CONNECT_MS_MAX,
  })
  // A server that ends just as it lets a connection in may say both at once, before anybody else listens: what nobody
  // listens to would end this process.
  pool.on("connect", (client) => client.on("error", () => {}))
  const adapter = new PrismaPg(pool, {
    disposeExternalPool: true,
    onPoolError: ({ message }) => onLost(message),
    onConnectionError: ({ message }) => onLost(message),
    statementNameGenerator: ({ sql }) => keptName.exec(sql)?.[1] ?? "",
  })
  return new PrismaClient({ adapter, transactionOptions: TRANSACTION_LIMITS })
}
