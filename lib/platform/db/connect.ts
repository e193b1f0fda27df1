import pg from "pg"
import { AppError } from "../../core/errors.ts"

const CONNECT_MS_MAX = 10_000

/**
 * One connection to a database, for what is not the product's daily work.
 * @throws AppError unavailable with the reason when the database does not answer or lets nobody in
 */
export async function connect(url: string, applicationName = "tocsin"): Promise<pg.Client> {
  try {
    const client = new pg.Client({
      connectionString: url,
      application_name: applicationName,
      connectionTimeoutMillis: CONNECT_MS_MAX,
    })
    client.on("error", () => {}) // A server that stops takes the connection with it: the next query says so.
    await client.connect()
    return client
  } catch (cause) {
    // Several addresses that all fail are an error without a message.
    const { message, code } = cause as { message: string; code?: string }
    throw new AppError("unavailable", `the database${placeOf(url)} does not answer: ${message || code}`, {
      cause,
    })
  }
}

/** Where a database is, without who asks it. */
function placeOf(url: string): string {
  return URL.canParse(url) ? ` at ${new URL(url).host}` : ""
}
