import { letterForms } from "../../../emails/letter-forms.ts"
import { openSystemContext } from "../../../lib/access/open-context.ts"
import type { Context, SystemContext } from "../../../lib/core/context.ts"
import { AppError } from "../../../lib/core/errors.ts"
import { type Direction, type LetterGroup, readPart } from "../../../lib/core/letters.ts"
import { getIncident } from "../../../lib/incidents/get-incident.ts"
import { findingsOf, type NoticeFinding } from "../../../lib/notices/audience/ask-to-send.ts"
import { getPlannedRun } from "../../../lib/notices/audience/get-planned-run.ts"
import type { NoticeRun } from "../../../lib/notices/audience/list-planned-runs.ts"
import { requestPlan, suggestSettings } from "../../../lib/notices/audience/request-plan.ts"
import { findFacts } from "../../../lib/notices/letters/get-facts.ts"
import type { LetterFacts } from "../../../lib/notices/letters/schemas.ts"
import { setFacts } from "../../../lib/notices/letters/set-facts.ts"
import type { NoticeSettingsInput } from "../../../lib/notices/schemas.ts"
import { type Executor, partOrder } from "../../../lib/notices/settings.ts"
import { readConfig } from "../../../lib/platform/config.ts"
import { noticePlannerOver } from "../../processes/notice-tools.ts"
import { withResources } from "../../processes/system-context.ts"
import { planWords } from "../../terminal/notices-text.ts"
import { demandMember, findMemberContext } from "../members/member-context.ts"
import { planned } from "../planned-run.ts"
import { readFactsFile } from "./facts-file.ts"
import { runName } from "./find-run.ts"
import type { ReplyTo, SenderOption } from "./options.ts"
import { overrideAll, vouchFor } from "./vouch.ts"

export interface PlanOptions {
  groups?: LetterGroup[]
  sender?: SenderOption
  replyTo?: ReplyTo
  rate?: number
  hold?: number
  executor?: Executor
  facts?: string
  reviewer?: string
  overrideReason?: string
  as?: string
  json: boolean
}

const NOT_NAMED = "This group was not named with --groups when the run was planned"

/** `tocsin notices plan`: plans a run of letters over the latest finished revision and says whom it would write to. */
export async function planCommand(incidentName: string, options: PlanOptions): Promise<void> {
  const facts = options.facts === undefined ? null : readFactsFile(options.facts)
  await withResources(readConfig(), async (resources, stopped) => {
    const system = openSystemContext(resources)
    const member = await findMemberContext(resources, options.as)
    const incident = await getIncident(system, incidentName)
    if (facts) await keepFacts(member ?? system, incident.id, facts)
    if (options.reviewer !== undefined)
      await vouchFor(demandMember(member, "--reviewer"), letterForms, incident.id, options.reviewer)
    if (options.overrideReason !== undefined) demandMember(member, "--override-reason")
    const settings = settingsOf(await suggestSettings(system, incident.id), options)
    const { runId } = await requestPlan(member ?? system, incident.id, settings)
    const run = await planned(
      system,
      noticePlannerOver(resources.databaseUrl),
      runId,
      (id) => getPlannedRun(system, id),
      stopped,
    )
    if (options.overrideReason !== undefined)
      await overrideAll(demandMember(member, "--override-reason"), letterForms, runId, options.overrideReason)
    const name = runName(incident, run)
    const found = await findingsOrWhyNot(system, run)
    process.stdout.write(
      options.json ? planJson(name, run, found.findings) : planWords(name, run, found.findings),
    )
    if (found.whyNot) throw found.whyNot
  })
}

/** Keeps what all letters have in common, where the file says something else than is kept. */
async function keepFacts(ctx: Context, incidentId: string, facts: LetterFacts): Promise<void> {
  const kept = await findFacts(ctx.db, incidentId)
  if (kept && JSON.stringify(kept.facts) === JSON.stringify(facts)) return
  await setFacts(ctx, incidentId, { version: kept?.version ?? 0, facts })
}

/** The settings of the last run, or the defaults, with what the options say. */
export function settingsOf(suggested: NoticeSettingsInput, options: PlanOptions): NoticeSettingsInput {
  const { groups, sender, replyTo, rate, hold, executor } = options
  return {
    ...suggested,
    ...(groups === undefined ? {} : { parts: partsOf(groups, suggested.parts ?? []) }),
    ...(sender === undefined ? {} : sendersOf(suggested, sender)),
    ...(replyTo === undefined ? {} : { replyTo: { ...suggested.replyTo, ...replyTo } }),
    ...(rate === undefined ? {} : { pace: { ...suggested.pace, perSecond: rate } }),
    ...(hold === undefined ? {} : { holdS: hold }),
    ...(executor === undefined ? {} : { executor }),
  }
}

/** Whoever says who writes to all, says it of groups that had somebody else before, too. */
function sendersOf(
  suggested: NoticeSettingsInput,
  { sender, senders }: SenderOption,
): Pick<NoticeSettingsInput, "sender" | "senders"> {
  return sender === undefined
    ? { sender: suggested.sender, senders: { ...suggested.senders, ...senders } }
    : { sender, senders }
}

type PartSettings = NonNullable<NoticeSettingsInput["parts"]>

/**
 * Each group that is named is told, first and in corrections; the others are not. Whoever was told that they are affected
 * and is not is told so all the same: nobody names everybody for their sake.
 */
function partsOf(groups: readonly LetterGroup[], suggested: PartSettings): PartSettings {
  const named = partOrder.filter((part) => part !== "unaffected.down").map(readPart)
  const ofNamed = named.map(({ group, direction }) => {
    const { why, basis = "" } = suggested.find((one) => isOf(one, group, direction)) ?? WHY
    return groups.includes(group)
      ? { group, direction, isTold: true, why, basis }
      : { group, direction, isTold: false, why, basis, notToldReason: NOT_NAMED }
  })
  return [...ofNamed, ...suggested.filter((one) => isOf(one, "unaffected", "down"))]
}

const WHY = { why: "required", basis: "" } as const

function isOf(setting: PartSettings[number], group: LetterGroup, direction: Direction): boolean {
  return setting.group === group && (setting.direction ?? "first") === direction
}

/** A plan is told also where its letters cannot be made yet; nobody's letters have no faults. */
async function findingsOrWhyNot(
  ctx: SystemContext,
  run: NoticeRun,
): Promise<{ findings: NoticeFinding[] | null; whyNot?: AppError }> {
  if (run.plan?.letters === 0) return { findings: [] }
  try {
    return { findings: await findingsOf(ctx, letterForms, run.id) }
  } catch (error) {
    if (error instanceof AppError && error.code === "precondition") return { findings: null, whyNot: error }
    throw error
  }
}

function planJson(name: string, run: NoticeRun, findings: readonly NoticeFinding[] | null): string {
  return `${JSON.stringify({ run: name, ...run, findings }, null, 2)}\n`
}
