import pg from "pg"
import { openContext } from "../lib/access/open-context.ts"
import { addAuthority } from "../lib/containment/authorities/add-authority.ts"
import { removeAuthority } from "../lib/containment/authorities/remove-authority.ts"
import { addSwitch } from "../lib/containment/switches/add-switch.ts"
import { removeSwitch } from "../lib/containment/switches/remove-switch.ts"
import { readConfig } from "../lib/platform/config.ts"
import { ensureProviderDatabase } from "../lib/platform/idp/provider-database.ts"
import { demoPassword, providerSecrets } from "../lib/platform/idp/provider-secrets.ts"
import { seedAccounts } from "../lib/platform/idp/seed-accounts.ts"
import { openSecrets } from "../lib/platform/secrets.ts"
import type { BrowsedProvider } from "../lib/testing/idp-browser.ts"
import { openResources } from "../scripts/processes/system-context.ts"
import { dataFolder } from "./installation.ts"
import { emailOf } from "./people.ts"

export const AUTHORITY = "The app’s login"
export const SWITCH = "Events tab of the app"

/** The identity provider and its app that run beside the journeys' console, known to it. */
export interface DemoProvider extends BrowsedProvider {
  /**
   * Gives so many accounts a session and a refresh token that are alive, begun an hour ago. Whoever was logged out by a
   * cut-off before has to be called otherwise: what they began before it is dead.
   */
  seed(called: string, count: number): Promise<void>
  /** Takes authority and switch out of the console again. */
  forget(): Promise<void>
}

/** Makes the provider an authority of the console, and its app's tab a switch. */
export async function knownProvider(): Promise<DemoProvider> {
  const config = readConfig({
    ...process.env,
    DATABASE_URL: "",
    TOCSIN_DATA: dataFolder(),
    TOCSIN_PORT: process.env.TOCSIN_TEST_PORT ?? "4690",
  })
  const resources = openResources(config, process.env.TOCSIN_TEST_DATABASE ?? "")
  const { id, name } = await resources.database.user.findUniqueOrThrow({
    where: { email: emailOf("administrator") },
  })
  const ctx = openContext(resources, { id, name, role: "administrator" })
  const secret = openSecrets(config)
  const secrets = providerSecrets(secret)
  const { host, port, relyingPartyPort } = config.demoProvider
  const [issuer, relyingPartyUrl] = [`http://${host}:${port}`, `http://${host}:${relyingPartyPort}`]
  const databaseUrl = await ensureProviderDatabase(process.env.TOCSIN_TEST_DATABASE ?? "")
  const authority = await addAuthority(ctx, {
    kind: "oidc_provider",
    name: AUTHORITY,
    settings: { issuer, relyingPartyUrl },
    secret: { bearer: secrets.admin },
  })
  const addresses = {
    url: `${relyingPartyUrl}/switches`,
    evaluationUrl: `${relyingPartyUrl}/switches/events-tab`,
  }
  const tab = { key: "events-tab", label: SWITCH, meaning: "People see the events of their cameras." }
  const added = await addSwitch(ctx, { ...tab, ...addresses }, secrets.switches)
  const database = new pg.Pool({ connectionString: databaseUrl, max: 1 })
  return {
    ...{ issuer, relyingPartyUrl, secrets },
    demoPassword: demoPassword(secret),
    async seed(called, count) {
      const lastUsedAt = new Date(Date.now() - 60_000)
      const ids = Array.from({ length: count }, (_, nth) => `${called}-${String(nth).padStart(3, "0")}`)
      await seedAccounts(
        database,
        ids.map((id) => ({ id, lastUsedAt })),
      )
    },
    async forget() {
      await removeSwitch(ctx, added.id)
      await removeAuthority(ctx, authority.id)
      await Promise.all([resources.close(), database.end()])
    },
  }
}
