import { addAuthority } from "../../lib/containment/authorities/add-authority.ts"
import { listAuthorities } from "../../lib/containment/authorities/list-authorities.ts"
import { viewersOfLog } from "../../lib/containment/logout/viewers-of-log.ts"
import { addSwitch } from "../../lib/containment/switches/add-switch.ts"
import type { SystemContext } from "../../lib/core/context.ts"
import { getResult } from "../../lib/exposure/revisions/get-result.ts"
import { ensureProviderDatabase, openProviderDatabase } from "../../lib/platform/idp/provider-database.ts"
import { providerSecrets } from "../../lib/platform/idp/provider-secrets.ts"
import { seedAccounts } from "../../lib/platform/idp/seed-accounts.ts"

const AUTHORITY = "The app’s login"
/** Whoever used the app of the drill's day used it again within so many milliseconds. */
const USED_WITHIN_MS = 6 * 60 * 60_000

const switches = [
  { key: "events-tab", label: "Events tab", meaning: "People see the events of their cameras" },
  {
    key: "extra-verification",
    label: "Extra verification",
    meaning: "Whoever opens a video is asked once more whose it is",
  },
  {
    key: "bypass-cache",
    label: "Cache bypass",
    meaning: "Whose a picture is is asked of the source, not of the cache",
  },
] as const

/**
 * What a company sets up before the worst day: who ends sessions, and what can be switched. Then the people who used the
 * app that day are signed in at the demo's provider. Done once; gives the authority.
 */
export async function seedContainment(
  ctx: SystemContext,
  databaseUrl: string,
  incidentId: string,
  sessions: number,
): Promise<string> {
  const known = (await listAuthorities(ctx)).find(({ name }) => name === AUTHORITY)
  if (known) return known.id
  const { host, port, relyingPartyPort } = ctx.config.demoProvider
  const secrets = providerSecrets(ctx.secret)
  const app = `http://${host}:${relyingPartyPort}`
  for (const one of switches) {
    const urls = { url: `${app}/switches`, evaluationUrl: `${app}/switches/${one.key}` }
    const standing = await ctx.db.switch.findFirst({ where: { key: one.key, removedAt: null } })
    if (!standing) await addSwitch(ctx, { ...one, ...urls }, secrets.switches)
  }
  await signPeopleIn(ctx, databaseUrl, incidentId, sessions)
  const { id } = await addAuthority(ctx, {
    kind: "oidc_provider",
    name: AUTHORITY,
    settings: { issuer: `http://${host}:${port}`, relyingPartyUrl: app },
    secret: { bearer: secrets.admin },
  })
  return id
}

async function signPeopleIn(
  ctx: SystemContext,
  databaseUrl: string,
  incidentId: string,
  count: number,
): Promise<void> {
  const incident = await ctx.db.incident.findUniqueOrThrow({ where: { id: incidentId } })
  const result = await getResult(ctx, incident)
  const people = await ctx.withEngine(async (engine, workFolder) => {
    await engine.run("CREATE TABLE services (sub VARCHAR)")
    await viewersOfLog(ctx, engine, workFolder, result)
    return await engine.rows<{ sub: string }>(
      `SELECT sub FROM scope WHERE sub NOT IN (SELECT sub FROM services) ORDER BY hash(sub), sub LIMIT ${count}`,
    )
  })
  const now = Date.now()
  const provider = await openProviderDatabase(await ensureProviderDatabase(databaseUrl))
  try {
    await seedAccounts(
      provider,
      people.map(({ sub }, nth) => ({
        id: sub,
        lastUsedAt: new Date(now - ((nth * 7_919) % USED_WITHIN_MS)),
        startedAt: new Date(now - USED_WITHIN_MS - nth),
      })),
    )
  } finally {
    await provider.end()
  }
}
