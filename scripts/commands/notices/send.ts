import { performApproved } from "../../../lib/access/approvals/perform-approved.ts"
import { openSystemContext } from "../../../lib/access/open-context.ts"
import { AppError } from "../../../lib/core/errors.ts"
import { plannedActNamed } from "../../../lib/planned-acts.ts"
import { readConfig } from "../../../lib/platform/config.ts"
import { demandNoFaster, lowerPace } from "../../../lib/runs/lower-pace.ts"
import { judgeRun } from "../../../lib/runs/rules.ts"
import { withResources } from "../../processes/system-context.ts"
import { sendingWords } from "../../terminal/notices-text.ts"
import { findOpenApproval } from "../members/find-open-approval.ts"
import { memberContext } from "../members/member-context.ts"
import { findRun } from "./find-run.ts"

export interface SendOptions {
  rate?: number
  as?: string
}

/** `tocsin notices send`: begins what was approved. A lower rate than was approved may be given, never a higher one. */
export async function sendCommand(named: string, { rate, as: email }: SendOptions): Promise<void> {
  await withResources(readConfig(), async (resources) => {
    const system = openSystemContext(resources)
    const ctx = email === undefined ? system : await memberContext(resources, email)
    const { run, name } = await findRun(system, named)
    const decision = judgeRun(run).send
    if (!decision.allowed) throw new AppError("precondition", `${name}: ${decision.reason}`)
    const approval = await findOpenApproval(system, "notice.send", run.id)
    if (approval?.state !== "approved")
      throw new AppError(
        "precondition",
        `${name} is not approved yet: scripts/tocsin notices approve ${name} --as EMAIL`,
      )
    if (approval.requestedBy !== ctx.actor.id)
      throw new AppError(
        "forbidden",
        `${name} was asked for by a member, who alone may begin it: name them with --as EMAIL`,
      )
    if (rate !== undefined) demandNoFaster(run.pace, rate)
    // Only then: a run that is not begun, because its approval is void, keeps its pace for the next one.
    await performApproved(ctx, plannedActNamed("notice.send"), approval.id)
    if (rate !== undefined) await lowerPace(ctx, run.id, rate)
    process.stdout.write(sendingWords(name, (await findRun(system, run.id)).run, rate, system.now()))
  })
}
