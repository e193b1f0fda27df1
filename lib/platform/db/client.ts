import { PrismaPg } from "@prisma/adapter-pg"
import { PrismaClient } from "../../../prisma/generated/client.ts"

const CONNECTIONS_MAX = 10
const CONNECT_MS_MAX = 5_000
/** A busy machine is no reason to refuse an act: wait for a connection, and then for those who hold the row. */
const TRANSACTION_LIMITS = { maxWait: 15_000, timeout: 30_000 }

/** A client of the database. Connections that a restart of the server breaks are replaced with the next query. */
export function openDatabase(url: string, onLost: (message: string) => void = () => {}): PrismaClient {
  const adapter = new PrismaPg(
    { connectionString: url, max: CONNECTIONS_MAX, connectionTimeoutMillis: CONNECT_MS_MAX },
    { onPoolError: ({ message }) => onLost(message), onConnectionError: ({ message }) => onLost(message) },
  )
  return new PrismaClient({ adapter, transactionOptions: TRANSACTION_LIMITS })
}
