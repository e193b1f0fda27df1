/** The demo's identity provider, over a database of its own. */
import { readConfig } from "../../lib/platform/config.ts"
import { demoPassword, providerSecrets } from "../../lib/platform/idp/provider-secrets.ts"
import { openSecrets } from "../../lib/platform/secrets.ts"
import { exitWith } from "../terminal/exit.ts"
import { untilAborted } from "./asked-to-end.ts"
import { databaseUrlOf } from "./database.ts"

const stopping = new AbortController()
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => stopping.abort())
process.on("disconnect", () => stopping.abort())
process.stderr.on("error", () => {})
// The library asks for a newer Node each time that it is loaded; our tests hold that it works on the oldest that we take.
console.warn = () => {}

try {
  const { openIdentityProvider } = await import("../../lib/platform/idp/open-identity-provider.ts")
  const config = readConfig()
  const secret = openSecrets(config)
  const { host, port, relyingPartyPort } = config.demoProvider
  const provider = await openIdentityProvider({
    databaseUrl: databaseUrlOf(config),
    host,
    port,
    relyingPartyUrl: `http://${host}:${relyingPartyPort}`,
    secrets: providerSecrets(secret),
    demoPassword: demoPassword(secret),
    hasArchive: true,
  })
  await untilAborted(stopping.signal)
  await provider.close()
  process.exit(0)
} catch (error) {
  exitWith(error)
}
