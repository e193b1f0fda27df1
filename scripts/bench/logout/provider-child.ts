/** The embedded identity provider without a limit that anything here would reach. */
import { readConfig } from "../../../lib/platform/config.ts"
import { demoPassword, providerSecrets } from "../../../lib/platform/idp/provider-secrets.ts"
import { openSecrets } from "../../../lib/platform/secrets.ts"
import { databaseUrlOf } from "../../processes/database.ts"

// The library asks for a newer Node each time that it is loaded.
console.warn = () => {}
const { openIdentityProvider } = await import("../../../lib/platform/idp/open-identity-provider.ts")
const config = readConfig()
const secret = openSecrets(config)
const { host, port, relyingPartyPort } = config.demoProvider
const OPEN = 100_000
await openIdentityProvider({
  databaseUrl: databaseUrlOf(config),
  host,
  port,
  relyingPartyUrl: `http://${host}:${relyingPartyPort}`,
  secrets: providerSecrets(secret),
  demoPassword: demoPassword(secret),
  limits: { perSecond: OPEN, burst: OPEN },
})
