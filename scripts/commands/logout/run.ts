import { performApproved } from "../../../lib/access/approvals/perform-approved.ts"
import { openSystemContext } from "../../../lib/access/open-context.ts"
import { AppError } from "../../../lib/core/errors.ts"
import { plannedActNamed } from "../../../lib/planned-acts.ts"
import { readConfig } from "../../../lib/platform/config.ts"
import { judgeRun } from "../../../lib/runs/rules.ts"
import { withResources } from "../../processes/system-context.ts"
import { begunWords } from "../../terminal/logout-text.ts"
import { findOpenApproval } from "../members/find-open-approval.ts"
import { memberContext } from "../members/member-context.ts"
import { findLogout } from "./find-logout.ts"

/** `tocsin logout run`: begins what was approved, as whoever asked for it; workers carry it out. */
export async function runCommand(named: string, { as: email }: { as?: string }): Promise<void> {
  await withResources(readConfig(), async (resources) => {
    const system = openSystemContext(resources)
    const ctx = email === undefined ? system : await memberContext(resources, email)
    const { run, name } = await findLogout(system, named)
    const decision = judgeRun(run).send
    if (!decision.allowed) throw new AppError("precondition", `${name}: ${decision.reason}`)
    const approval = await findOpenApproval(system, "logout.run", run.id)
    if (approval?.state !== "approved")
      throw new AppError(
        "precondition",
        run.standing === "expired"
          ? `The approval of ${name} is over: scripts/tocsin logout approve ${name} --as EMAIL`
          : `${name} is not approved yet: scripts/tocsin logout approve ${name} --as EMAIL`,
      )
    if (approval.requestedBy !== ctx.actor.id)
      throw new AppError(
        "forbidden",
        `${name} was asked for by a member, who alone may begin it: name them with --as EMAIL`,
      )
    await performApproved(ctx, plannedActNamed("logout.run"), approval.id)
    process.stdout.write(begunWords(name, (await findLogout(system, run.id)).run))
  })
}
