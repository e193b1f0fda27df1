import { randomUUID } from "node:crypto"
import pg from "pg"
import { afterAll } from "vitest"
import type { PrismaClient } from "../../../prisma/generated/client.ts"
import { decideApproval } from "../../access/approvals/decide-approval.ts"
import { performApproved } from "../../access/approvals/perform-approved.ts"
import { requestApproval } from "../../access/approvals/request-approval.ts"
import { sealAuthoritySecret } from "../../containment/authorities/authority-secret.ts"
import { conductLogouts } from "../../containment/conduct/conduct-logouts.ts"
import { endSessions } from "../../containment/logout/end-sessions.ts"
import { logoutPlanner } from "../../containment/logout/logout-planner.ts"
import { getLogout, type Logout } from "../../containment/logout/logout-run.ts"
import { requestLogout } from "../../containment/logout/request-logout.ts"
import { runLogout } from "../../containment/logout/run-logout.ts"
import type { LogoutSettingsInput } from "../../containment/logout/schemas.ts"
import type { OpenAuthority } from "../../core/authority-settings.ts"
import type { Context, Database, SystemContext } from "../../core/context.ts"
import { authoritiesOf } from "../../platform/authorities/open-authority.ts"
import { openHeldLocks } from "../../platform/db/held-lock.ts"
import { seedAccounts } from "../../platform/idp/seed-accounts.ts"
import { makePlan } from "../../runs/planning/make-plan.ts"
import { workOffPlannedRuns } from "../../runs/work-off-planned-runs.ts"
import { contextsOver } from "../database/contexts.ts"
import { newIncident } from "../database/finished-revision.ts"
import type { OwnProvider } from "../idp.ts"
import { testReader } from "../result-of.ts"
import { comesTrue } from "../run-tocsin.ts"

const DONE_MS_MAX = 120_000

/** What tests of logouts begin with: an incident, an authority over the embedded provider, and the way of a run. */
export interface LogoutTests {
  system: SystemContext
  security: Context
  /** Of the same role: whoever did not ask approves. */
  second: Context
  as: ReturnType<typeof contextsOver>["as"]
  open: OpenAuthority
  incidentId: string
  authorityId: string
  /** Accounts with a session, a refresh token and a grant that are alive, all begun an hour ago. */
  seed(ids: readonly string[]): Promise<void>
  planned(settings?: Partial<LogoutSettingsInput>, authority?: OpenAuthority): Promise<Logout>
  begun(settings?: Partial<LogoutSettingsInput>, authority?: OpenAuthority): Promise<Logout>
  /** Works as a worker does until a logout is as is asked, or waits for a person; with another authority where one is given. */
  workUntil(runId: string, isSo: (logout: Logout) => boolean, authority?: OpenAuthority): Promise<Logout>
}

export async function logoutTests(
  database: Database,
  url: string,
  folder: string,
  provider: OwnProvider,
): Promise<LogoutTests> {
  const settings = { TOCSIN_OUTGOING_HOSTS: "127.0.0.1" }
  const { as, system } = contextsOver(database, folder, { settings, results: testReader(folder) })
  const [security, second] = [await as("security"), await as("security")]
  const open = authoritiesOf(system.config)
  const incident = await newIncident(security)
  const authorityId = await keptAuthority(database, system, provider)
  const pool = new pg.Pool({ connectionString: provider.databaseUrl, max: 1 })
  afterAll(() => pool.end())
  const planned: LogoutTests["planned"] = async (given, authority = open) => {
    const all = { authorityId, scope: { by: "all" as const }, loginsPerSecond: 1_000, ...given }
    const { runId } = await requestLogout(security, incident.id, all)
    await makePlan(system, logoutPlanner(authority), runId)
    return await getLogout(security, runId)
  }
  return {
    system,
    security,
    second,
    as,
    open,
    incidentId: incident.id,
    authorityId,
    async seed(ids) {
      const lastUsedAt = new Date(Date.now() - 60_000)
      await seedAccounts(
        pool,
        ids.map((id) => ({ id, lastUsedAt })),
      )
    },
    planned,
    async begun(given, authority) {
      const logout = await planned(given, authority)
      const input = { incidentId: logout.incidentId, runId: logout.id }
      const asked = await requestApproval(security, runLogout, input, "tokens may be mixed up")
      await decideApproval(second, runLogout, asked.id, {
        verdict: "approve",
        reason: "",
        shown: asked.digest,
      })
      await performApproved(security, runLogout, asked.id)
      return await getLogout(security, logout.id)
    },
    async workUntil(runId, isSo, authority = open) {
      const stopping = new AbortController()
      const working = [
        workOffPlannedRuns(system, [endSessions(authority)], openHeldLocks(url), stopping.signal),
        conductLogouts(system, authority, stopping.signal),
      ]
      try {
        const isAtRest = async () => {
          const logout = await getLogout(security, runId)
          return isSo(logout) || logout.standing === "paused"
        }
        await comesTrue(isAtRest, DONE_MS_MAX)
        return await getLogout(security, runId)
      } finally {
        stopping.abort()
        await Promise.all(working)
      }
    },
  }
}

/** The embedded provider as an authority of the installation. */
async function keptAuthority(
  database: PrismaClient,
  system: SystemContext,
  { issuer, relyingPartyUrl, secrets }: OwnProvider,
): Promise<string> {
  const id = randomUUID()
  const secret = sealAuthoritySecret(system, id, { bearer: secrets.admin })
  const settings = { issuer, relyingPartyUrl }
  await database.authority.create({
    data: { id, kind: "oidc_provider", name: "The app's login", settings, secret, addedBy: "system" },
  })
  return id
}
