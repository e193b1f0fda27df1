import { may } from "../../../../../../../lib/access/rules.ts"
import { listUnproved } from "../../../../../../../lib/containment/logout/list-unproved.ts"
import { getLogoutProgress } from "../../../../../../../lib/containment/logout/logout-progress.ts"
import type { Act } from "../../../../../../../lib/core/permissions.ts"
import { viewLogout } from "../../../../../../server/logout-view.ts"
import type { LogoutRoom } from "../../../../../../server/open-logout.ts"
import {
  activityHref,
  approvalHref,
  containmentHref,
  logoutExportHref,
  logoutHref,
} from "../../../../../../shared/addresses.ts"
import { reasonOf } from "../../../../../../shared/reason-of.ts"
import { Notice } from "../../../../../../ui/blocks/notice.tsx"
import { LinkButton } from "../../../../../../ui/controls/button.tsx"
import { External } from "./external.tsx"
import { LiveLogout } from "./live-logout.tsx"
import { ReportPanel } from "./report-panel.tsx"
import { UnprovedPanel } from "./unproved-panel.tsx"

/** The logout as it goes, or as it went; when it is closed its report comes first. */
export async function UnderWay({ room }: { room: LogoutRoom }) {
  const { ctx, incident, logout } = room
  const { plan, number, id } = logout
  // What its state permits is told by the state itself: a page that is a moment old must not say that it may not.
  const reason = (act: Act) => reasonOf(may(ctx.actor, act))
  const { report } = await getLogoutProgress(ctx, id)
  // Where there is a report, all of it goes with that.
  const files = (report ? (["steps.csv"] as const) : (["steps.csv", "record.json"] as const)).map((file) => ({
    file,
    href: logoutExportHref(incident, number, file),
  }))
  return (
    <>
      {report ? (
        <ReportPanel
          logout={logout}
          report={report}
          trailHref={activityHref(incident)}
          recordHref={logoutExportHref(incident, number, "record.json")}
        />
      ) : null}
      {logout.phase === "aborted" ? <Aborted room={room} /> : null}
      <UnprovedPanel unproved={await listUnproved(ctx, id)} />
      {plan?.authority.kind === "external" ? <External room={room} /> : null}
      <LiveLogout
        runId={id}
        progressHref={`/api${logoutHref(incident, number, "progress")}`}
        approvalHref={logout.approval ? approvalHref(logout.approval.id) : null}
        trailHref={activityHref(incident)}
        files={files}
        initial={await viewLogout(ctx, id)}
        waves={plan?.waves.map(({ part, subjects }) => ({ part, subjects })) ?? []}
        reasons={{
          pause: reason("logout.pause"),
          resume: reason("logout.resume"),
          abort: reason("logout.abort"),
          slow: reason("logout.slow"),
        }}
      />
    </>
  )
}

function Aborted({ room: { incident, logout } }: { room: LogoutRoom }) {
  return (
    <Notice
      tone="caution"
      title="Aborted: nothing is proved, and not everybody was logged out"
      actions={
        <LinkButton isSmall href={`${containmentHref(incident, "new")}?from=${logout.number}`}>
          Plan it anew
        </LinkButton>
      }
    >
      Whoever was not begun keeps their sessions. Cut-offs that were set stand.
    </Notice>
  )
}
