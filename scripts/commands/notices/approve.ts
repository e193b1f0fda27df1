import { letterForms } from "../../../emails/letter-forms.ts"
import { decideApproval } from "../../../lib/access/approvals/decide-approval.ts"
import { planOf } from "../../../lib/access/approvals/plan-anew.ts"
import { openSystemContext } from "../../../lib/access/open-context.ts"
import type { Context } from "../../../lib/core/context.ts"
import { AppError } from "../../../lib/core/errors.ts"
import { askToSend, findingsOf } from "../../../lib/notices/audience/ask-to-send.ts"
import { plannedActNamed } from "../../../lib/planned-acts.ts"
import { readConfig } from "../../../lib/platform/config.ts"
import { withResources } from "../../processes/system-context.ts"
import { approvedWords, findingLine } from "../../terminal/notices-text.ts"
import { toApproveWords } from "../../terminal/paragraphs.ts"
import { askerOf, demandApprover, demandSecondPerson } from "../members/asker.ts"
import { findOpenApproval } from "../members/find-open-approval.ts"
import { memberContext } from "../members/member-context.ts"
import { findRun } from "./find-run.ts"
import { isBlocking, overrideAll, vouchFor } from "./vouch.ts"

export interface ApproveOptions {
  as: string
  askedBy?: string
  reason: string
  reviewer?: string
  overrideReason?: string
}

/**
 * `tocsin notices approve`: a member of legal approves what somebody asked for in the console, or what is asked for here
 * in the name of another member or of whoever planned it. What is approved is printed before it is.
 */
export async function approveCommand(named: string, options: ApproveOptions): Promise<void> {
  const { as: email, askedBy, reason, reviewer, overrideReason } = options
  await withResources(readConfig(), async (resources) => {
    const system = openSystemContext(resources)
    const member = await memberContext(resources, email)
    demandApprover(member, email, "notice.send", "letters")
    const found = await findRun(system, named)
    const { run, name } = found
    const open = await findOpenApproval(system, "notice.send", run.id)
    if (open?.state === "approved")
      throw new AppError("conflict", `${name} is approved already: scripts/tocsin notices send ${name}`)
    const asker = open ? null : await askerOf(resources, found, askedBy)
    const requestedBy = open?.requestedBy ?? asker?.actor.id ?? ""
    const alsoDid = async () =>
      overrideReason !== undefined || (await hasOverridden(member, run.id)) ? "let findings of it pass" : null
    await demandSecondPerson(member, found, { requestedBy }, { alsoDid })
    if (reviewer !== undefined) await vouchFor(member, letterForms, run.incidentId, reviewer)
    if (overrideReason !== undefined) await overrideAll(member, letterForms, run.id, overrideReason)
    await checkFindings(system, name, run.id)
    const approval = open ?? (await askToSend(asker ?? system, letterForms, run.id, reason))
    process.stdout.write(toApproveWords(name, planOf(approval).sentences))
    await decideApproval(member, plannedActNamed("notice.send"), approval.id, {
      verdict: "approve",
      shown: approval.digest,
      reason,
    })
    const sender = await system.db.user.findUnique({ where: { id: approval.requestedBy } })
    process.stdout.write(approvedWords(name, sender?.email ?? null))
  })
}

async function hasOverridden({ actor, db }: Context, runId: string): Promise<boolean> {
  return (await db.noticeOverride.findFirst({ where: { runId, givenBy: actor.id } })) !== null
}

async function checkFindings(ctx: Context, name: string, runId: string): Promise<void> {
  const blocking = (await findingsOf(ctx, letterForms, runId)).filter(isBlocking)
  if (blocking.length === 0) return
  const lines = blocking.map((one) => `  ${findingLine(one)}\n`).join("")
  process.stderr.write(lines)
  throw new AppError(
    "precondition",
    `${name} cannot be approved while ${blocking.length === 1 ? "one finding blocks" : `${blocking.length} findings block`} it (above)`,
  )
}
