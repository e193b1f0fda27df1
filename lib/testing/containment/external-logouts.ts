import { randomUUID } from "node:crypto"
import { decideApproval } from "../../access/approvals/decide-approval.ts"
import { performApproved } from "../../access/approvals/perform-approved.ts"
import { requestApproval } from "../../access/approvals/request-approval.ts"
import { sealAuthoritySecret } from "../../containment/authorities/authority-secret.ts"
import { conduct } from "../../containment/conduct/conduct-logouts.ts"
import { handOutSubjects } from "../../containment/external/hand-out-subjects.ts"
import { logoutLists } from "../../containment/external/logout-lists.ts"
import { writeSubjects } from "../../containment/external/write-subjects.ts"
import { logoutPlanner } from "../../containment/logout/logout-planner.ts"
import { getLogout, type Logout } from "../../containment/logout/logout-run.ts"
import { requestLogout } from "../../containment/logout/request-logout.ts"
import { runLogout } from "../../containment/logout/run-logout.ts"
import type { LogoutSettingsInput } from "../../containment/logout/schemas.ts"
import type { Context, Database } from "../../core/context.ts"
import { authoritiesOf } from "../../platform/authorities/open-authority.ts"
import { takeResultsOf } from "../../runs/external/take-results-of.ts"
import { makePlan } from "../../runs/planning/make-plan.ts"
import { contextsOver } from "../database/contexts.ts"
import { newIncident } from "../database/finished-revision.ts"
import { testReader } from "../result-of.ts"
import { comesTrue } from "../run-tocsin.ts"
import { type ListedSubject, openCompanyApp } from "./company-app.ts"

const THERE_MS_MAX = 120_000

interface BegunOptions {
  /** Whether the app mints canaries and takes tokens from us. */
  hasCanaries?: boolean
  settings?: Partial<LogoutSettingsInput>
}

/** Logouts that a company's own system carries out, from their plan on. */
export async function externalLogouts(database: Database, folder: string) {
  const settings = { TOCSIN_OUTGOING_HOSTS: "127.0.0.1" }
  const { as, system } = contextsOver(database, folder, { settings, results: testReader(folder) })
  const [security, second] = [await as("security"), await as("security")]
  const open = authoritiesOf(system.config)
  const app = await openCompanyApp()

  async function begun(subs: readonly string[], { hasCanaries = true, settings: given }: BegunOptions = {}) {
    const authorityId = randomUUID()
    const { canaryUrl, probeUrl, bearer } = app
    await database.authority.create({
      data: {
        id: authorityId,
        kind: "external",
        name: `The script ${authorityId.slice(0, 4)}`,
        settings: {
          tokens: [{ kind: "session", effect: "immediate", windowS: 0 }],
          ...(hasCanaries ? { canaryUrl, probeUrl } : {}),
        },
        secret: sealAuthoritySecret(system, authorityId, { bearer: hasCanaries ? bearer : null }),
        addedBy: "system",
      },
    })
    const incident = await newIncident(security)
    const { runId } = await requestLogout(security, incident.id, {
      authorityId,
      scope: { by: "list", subjects: [...subs] },
      cutoff: new Date(Date.now() - 60_000).toISOString(),
      loginsPerSecond: 1_000,
      ...{ waves: 1, canarySubjects: 2 },
      ...given,
    })
    await makePlan(system, logoutPlanner(open), runId)
    const input = { incidentId: incident.id, runId }
    const asked = await requestApproval(security, runLogout, input, "tokens may be mixed up")
    await decideApproval(second, runLogout, asked.id, { verdict: "approve", reason: "", shown: asked.digest })
    await performApproved(security, runLogout, asked.id)
    return { runId, incident, authorityId }
  }

  /** Brings a logout on, as a worker does that conducts it alone, until it stands as is asked or waits for a person. */
  async function conductUntil(runId: string, isSo: (logout: Logout) => boolean): Promise<Logout> {
    const conductorId = randomUUID()
    await database.logoutRun.update({ where: { runId }, data: { conductorId } })
    const isThere = async () => {
      await conduct(system, open, runId, conductorId)
      const logout = await getLogout(security, runId)
      return isSo(logout) || logout.standing === "paused"
    }
    await comesTrue(isThere, THERE_MS_MAX)
    return await getLogout(security, runId)
  }

  return {
    ...{ as, system, security, second, open, app, begun, conductUntil },
    /** Hands out what is open, has the app's owner end it, and gives the list's lines. */
    async carriedOut(runId: string): Promise<ListedSubject[]> {
      const list = await handOutSubjects(security, runId, { hours: 1 })
      if (!list) throw new Error("something is open")
      const { folder: written, publicKey } = await writeSubjects(security, list)
      return app.carryOut(written, publicKey)
    },
    take: (runId: string, rows: readonly object[], ctx: Context = security) =>
      takeResultsOf(ctx, logoutLists, runId, resultsOf(rows)),
  }
}

/** A results file of these rows; text stands as it is. */
export function resultsOf(rows: readonly (object | string)[], name = "results.ndjson") {
  const lines = rows.map((row) => `${typeof row === "string" ? row : JSON.stringify(row)}\n`)
  return {
    name,
    async *open() {
      yield Buffer.from(lines.join(""))
    },
  }
}

/** The same said of each subject of a list. */
export const allAs = (state: string, subjects: readonly Pick<ListedSubject, "token">[]) =>
  subjects.map(({ token }) => ({ token, state }))
