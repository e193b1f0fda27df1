import { decideApproval } from "../../../lib/access/approvals/decide-approval.ts"
import { planOf } from "../../../lib/access/approvals/plan-anew.ts"
import { requestApproval } from "../../../lib/access/approvals/request-approval.ts"
import { openSystemContext } from "../../../lib/access/open-context.ts"
import { AppError } from "../../../lib/core/errors.ts"
import { plannedActNamed } from "../../../lib/planned-acts.ts"
import { readConfig } from "../../../lib/platform/config.ts"
import { withResources } from "../../processes/system-context.ts"
import { approvedWords } from "../../terminal/logout-text.ts"
import { toApproveWords } from "../../terminal/paragraphs.ts"
import { askerOf, demandApprover, demandSecondPerson } from "../members/asker.ts"
import { findOpenApproval } from "../members/find-open-approval.ts"
import { memberContext } from "../members/member-context.ts"
import { findLogout } from "./find-logout.ts"

export interface ApproveOptions {
  as: string
  askedBy?: string
  reason: string
}

/** Who plans a logout is of those who approve it: what is missing is a second one of them, never a name to ask in. */
const ANOTHER_APPROVES = "another member of security has to approve it"

/**
 * `tocsin logout approve`: a second member of security approves what somebody asked for in the console, or what is asked
 * for here in the name of another member or of whoever planned it. What is approved is printed before it is.
 */
export async function approveCommand(
  named: string,
  { as: email, askedBy, reason }: ApproveOptions,
): Promise<void> {
  await withResources(readConfig(), async (resources) => {
    const system = openSystemContext(resources)
    const member = await memberContext(resources, email)
    demandApprover(member, email, "logout.run", "logouts")
    const found = await findLogout(system, named)
    const { run, name } = found
    const act = plannedActNamed("logout.run")
    const open = await findOpenApproval(system, "logout.run", run.id)
    if (open?.state === "approved")
      throw new AppError("conflict", `${name} is approved already: scripts/tocsin logout run ${name}`)
    const asker = open ? null : await askerOf(resources, found, askedBy)
    const requestedBy = open?.requestedBy ?? asker?.actor.id ?? ""
    await demandSecondPerson(member, found, { requestedBy }, { orElse: ANOTHER_APPROVES })
    const input = { incidentId: run.incidentId, runId: run.id }
    const approval = open ?? (await requestApproval(asker ?? system, act, input, reason))
    process.stdout.write(toApproveWords(name, planOf(approval).sentences))
    await decideApproval(member, act, approval.id, { verdict: "approve", shown: approval.digest, reason })
    const runner = await system.db.user.findUnique({ where: { id: approval.requestedBy } })
    process.stdout.write(approvedWords(name, runner?.email ?? null, approval.expiresAt))
  })
}
