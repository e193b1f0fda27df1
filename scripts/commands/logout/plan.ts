import { openSystemContext } from "../../../lib/access/open-context.ts"
import { listAuthorities } from "../../../lib/containment/authorities/list-authorities.ts"
import { logoutPlanner } from "../../../lib/containment/logout/logout-planner.ts"
import { getLogout } from "../../../lib/containment/logout/logout-run.ts"
import { planWords } from "../../../lib/containment/logout/plan-words.ts"
import { requestLogout } from "../../../lib/containment/logout/request-logout.ts"
import type { LogoutSettingsInput } from "../../../lib/containment/logout/schemas.ts"
import type { EpochMode } from "../../../lib/containment/logout/settings.ts"
import { findStandingFlips } from "../../../lib/containment/switches/standing-flips.ts"
import type { Context } from "../../../lib/core/context.ts"
import { AppError } from "../../../lib/core/errors.ts"
import { InputError } from "../../../lib/core/parse-input.ts"
import { getIncident } from "../../../lib/incidents/get-incident.ts"
import { authoritiesOf } from "../../../lib/platform/authorities/open-authority.ts"
import { readConfig } from "../../../lib/platform/config.ts"
import { withResources } from "../../processes/system-context.ts"
import { plannedWords } from "../../terminal/logout-text.ts"
import { findMemberContext } from "../members/member-context.ts"
import { planned } from "../planned-run.ts"
import { logoutName } from "./find-logout.ts"
import { readNames } from "./names-file.ts"
import type { ScopeOption } from "./options.ts"

export interface PlanOptions {
  authority: string
  scope: ScopeOption
  cutoff?: string
  exempt?: string
  operators?: string
  epoch: EpochMode
  waves: number
  canaries: number
  loginsPerSecond: number
  reset: boolean
  as?: string
  json: boolean
}

/** `tocsin logout plan`: a dry run, in which nobody is touched; says whom it would log out, how fast, and what survives. */
export async function planCommand(incidentName: string, options: PlanOptions): Promise<void> {
  const named = namedIn(options)
  await withResources(readConfig(), async (resources, stopped) => {
    const system = openSystemContext(resources)
    const member = (await findMemberContext(resources, options.as)) ?? system
    const incident = await getIncident(system, incidentName)
    const authorityId = await findAuthority(system, options.authority)
    const settings = { authorityId, ...named, ...settingsOf(options) }
    const { runId } = await requestLogout(member, incident.id, settings).catch(sayWhichOption)
    const planner = logoutPlanner(authoritiesOf(resources.config))
    const run = await planned(system, planner, runId, (id) => getLogout(system, id), stopped)
    const name = logoutName(incident, run)
    if (options.json) {
      process.stdout.write(`${JSON.stringify({ run: name, ...run }, null, 2)}\n`)
      return
    }
    const flips = await findStandingFlips(system.db, incident.id)
    const sentences = run.plan === null ? [] : planWords(run.number, run.settings, run.plan, flips)
    process.stdout.write(plannedWords(name, run, sentences))
  })
}

/** All that is read from files, before anything is asked for. */
function namedIn({ scope, exempt, operators }: PlanOptions) {
  return {
    scope: scope.by === "list" ? { by: scope.by, subjects: readNames(scope.file) } : scope,
    exempt: exempt === undefined ? [] : readNames(exempt),
    operators: operators === undefined ? [] : readNames(operators),
  } satisfies Partial<LogoutSettingsInput>
}

function settingsOf({ cutoff, epoch, waves, canaries, loginsPerSecond, reset }: PlanOptions) {
  return {
    cutoff: cutoff ?? null,
    epoch,
    waves,
    canarySubjects: canaries,
    loginsPerSecond,
    requiresReset: reset,
  } satisfies Partial<LogoutSettingsInput>
}

async function findAuthority(ctx: Context, named: string): Promise<string> {
  const standing = await listAuthorities(ctx)
  const found = standing.find(({ id, name }) => id === named || name === named)
  if (found) return found.id
  const known = standing.map(({ name }) => name).join(", ")
  throw new AppError(
    "not_found",
    `--authority: there is no ${named}; there ${known === "" ? "is none at all: an administrator adds them in the settings" : `are ${known}`}`,
  )
}

const optionOf: Record<string, string> = {
  canarySubjects: "canaries",
  loginsPerSecond: "logins-per-second",
  requiresReset: "reset",
}

/** What a rule refuses is told under the name of the option that said it. */
function sayWhichOption(error: unknown): never {
  if (!(error instanceof InputError)) throw error
  const told = Object.entries(error.fields).map(([field, message]) => {
    const [key = ""] = field.split(".")
    return `--${optionOf[key] ?? key}: ${message}`
  })
  throw new AppError("invalid", told.join("; "), { cause: error })
}
