/** The demo's app: it takes the identity provider's tokens, and obeys cut-offs and switches. */
import { join } from "node:path"
import { readConfig } from "../../lib/platform/config.ts"
import { providerSecrets } from "../../lib/platform/idp/provider-secrets.ts"
import { openRelyingParty } from "../../lib/platform/relying-party/open-relying-party.ts"
import { openSecrets } from "../../lib/platform/secrets.ts"
import { exitWith } from "../terminal/exit.ts"
import { untilAborted } from "./asked-to-end.ts"

const stopping = new AbortController()
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => stopping.abort())
process.on("disconnect", () => stopping.abort())
process.stderr.on("error", () => {})

try {
  const config = readConfig()
  const { host, port, relyingPartyPort } = config.demoProvider
  const app = await openRelyingParty({
    host,
    port: relyingPartyPort,
    issuer: `http://${host}:${port}`,
    secrets: providerSecrets(openSecrets(config)),
    folder: join(config.dataFolder, "relying-party"),
  })
  await untilAborted(stopping.signal)
  await app.close()
  process.exit(0)
} catch (error) {
  exitWith(error)
}
