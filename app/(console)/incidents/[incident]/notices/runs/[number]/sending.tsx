import { may } from "../../../../../../../lib/access/rules.ts"
import type { Act } from "../../../../../../../lib/core/permissions.ts"
import { judgeRun } from "../../../../../../../lib/runs/rules.ts"
import { viewNoticeRun } from "../../../../../../server/notice-run-view.ts"
import type { NoticeRunRoom } from "../../../../../../server/open-notices.ts"
import { approvalHref, noticeRunHref } from "../../../../../../shared/addresses.ts"
import { reasonOf } from "../../../../../../shared/reason-of.ts"
import { Panel } from "../../../../../../ui/blocks/panel.tsx"
import { LinkButton } from "../../../../../../ui/controls/button.tsx"
import { External } from "./external.tsx"
import { LiveLetters } from "./live-letters.tsx"

/** How the letters go, and what can be done about it; who sends them besides us gets lists. */
export async function Sending({ room: { ctx, incident, run } }: { room: NoticeRunRoom }) {
  const can = judgeRun(run)
  const reason = (act: Act, doing: keyof typeof can) => reasonOf(may(ctx.actor, act)) ?? reasonOf(can[doing])
  return (
    <>
      <Panel
        title="How it goes"
        actions={
          <>
            <LinkButton isSmall href={noticeRunHref(incident, run.number, "account")}>
              Who was reached
            </LinkButton>
            {run.approvalId ? (
              <LinkButton isSmall href={approvalHref(run.approvalId)}>
                Show the approval
              </LinkButton>
            ) : null}
          </>
        }
      >
        <LiveLetters
          runId={run.id}
          progressHref={`/api${noticeRunHref(incident, run.number, "progress")}`}
          accountHref={`${noticeRunHref(incident, run.number, "account")}#unknown`}
          initial={await viewNoticeRun(ctx, run)}
          letters={run.plan?.letters ?? 0}
          pauseReason={run.pauseReason}
          isExternal={run.settings.executor === "external"}
          reasons={{
            pause: reason("planned_run.pause", "pause"),
            resume: reason("planned_run.resume", "resume"),
            stop: reason("planned_run.stop", "stop"),
          }}
        />
      </Panel>
      {run.settings.executor === "external" ? <External room={{ ctx, incident, run }} /> : null}
    </>
  )
}
