/** The console's web server: Next's pages behind headers, bounds, health and an orderly end of our own. */
import next from "next"
import { beginDraining, drainingSignal } from "../../lib/core/draining.ts"
import { projectRoot, readConfig } from "../../lib/platform/config.ts"
import { openLog } from "../../lib/platform/log.ts"
import { exitWith } from "../terminal/exit.ts"
import { databaseUrlOf } from "./database.ts"
import { DRAIN, drain } from "./web/drain.ts"
import { hearConsole } from "./web/hear-console.ts"
import { readinessOf } from "./web/readiness.ts"
import { builtRoutes, routeTeller } from "./web/route-of.ts"
import { serveSafely } from "./web/serve.ts"

/** The package is one function, whatever its types say of it to an ES module. */
const openPages = next as unknown as typeof next.default

try {
  await serveConsole()
} catch (error) {
  exitWith(error)
}

async function serveConsole(): Promise<void> {
  const config = readConfig()
  const databaseUrl = databaseUrlOf(config)
  const log = openLog("web", config)
  const { host: hostname, port } = config
  const pages = openPages({ dev: false, dir: projectRoot, hostname, port })
  await pages.prepare()
  hearConsole(log)
  const server = serveSafely(pages.getRequestHandler(), {
    url: config.url,
    trustedProxies: config.trustedProxies,
    formTargets: config.singleSignOn ? [new URL(config.singleSignOn.issuer).origin] : [],
    routeOf: routeTeller(builtRoutes(projectRoot)),
    readiness: readinessOf(config, databaseUrl, drainingSignal()),
    draining: drainingSignal(),
    log,
  })
  const end = async (graceMs: number) => {
    if (drainingSignal().aborted) process.exit(0)
    log.info("web.draining")
    beginDraining()
    await drain(server, { ...DRAIN, graceMs })
    log.info("web.ended")
    process.exit(0)
  }
  process.on("SIGTERM", () => void end(DRAIN.graceMs))
  // A person at a terminal, who will send no more requests.
  for (const signal of ["SIGINT", "SIGHUP"] as const) process.on(signal, () => void end(0))
  // A supervisor that is gone may be back in a moment, and needs the port.
  process.on("disconnect", () => process.exit(0))
  process.channel?.unref()
  server.once("error", exitWith)
  server.listen(port, hostname, () => log.info("web.listening", { port }))
}
