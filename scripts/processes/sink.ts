/** The local mail server that letters go to until a real one is armed: it keeps each, and sends none on. */
import { readConfig } from "../../lib/platform/config.ts"
import { openSecrets } from "../../lib/platform/secrets.ts"
import { openSinkServer } from "../../lib/platform/sink/open-sink-server.ts"
import { exitWith } from "../terminal/exit.ts"
import { untilAborted } from "./asked-to-end.ts"

const stopping = new AbortController()
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => stopping.abort())
process.on("disconnect", () => stopping.abort())
process.stderr.on("error", () => {})

try {
  const config = readConfig()
  const sink = await openSinkServer(config, openSecrets(config))
  await untilAborted(stopping.signal)
  await sink.close()
  process.exit(0)
} catch (error) {
  exitWith(error)
}
