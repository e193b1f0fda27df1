/** The process that the internet reaches: it checks codes of letters and takes messages of other programs, and knows no more. */
import { once } from "node:events"
import { readConfig } from "../../lib/platform/config.ts"
import { openPublicDatabase } from "../../lib/platform/db/public-database.ts"
import { openPublicServer } from "../public/public-server.ts"
import { exitWith } from "../terminal/exit.ts"
import { untilAborted } from "./asked-to-end.ts"
import { databaseUrlOf } from "./database.ts"

const stopping = new AbortController()
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => stopping.abort())
process.on("disconnect", () => stopping.abort())
process.stderr.on("error", () => {})

try {
  const config = readConfig()
  const { host, port, url, webhookSecrets } = config.public
  const database = openPublicDatabase(databaseUrlOf(config))
  const isSecure = url.startsWith("https:")
  const { server, drain } = openPublicServer({ database, webhookSecrets, isSecure })
  server.listen(port, host)
  await once(server, "listening")
  await untilAborted(stopping.signal)
  await drain()
  await database.close()
  process.exit(0)
} catch (error) {
  exitWith(error)
}
