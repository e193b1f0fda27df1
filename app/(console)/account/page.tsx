import type { Metadata } from "next"
import { hasPassword } from "../../../lib/access/sessions/find-actor.ts"
import { listSessions, type OwnSession } from "../../../lib/access/sessions/list-sessions.ts"
import { requireOwn } from "../../server/session.ts"
import { counted } from "../../shared/counted.ts"
import { Desk } from "../../shared/desk.tsx"
import { Notice } from "../../ui/blocks/notice.tsx"
import { Panel } from "../../ui/blocks/panel.tsx"
import { Instant } from "../../ui/figures/instant.tsx"
import { PageHeader } from "../../ui/shell/page-header.tsx"
import { type DataColumn, DataTable } from "../../ui/table/data-table.tsx"
import { EndAllSessions, EndSession } from "./end-session.tsx"
import { PasswordPanel } from "./password-panel.tsx"
import { SecondFactorPanel } from "./second-factor-panel.tsx"

export const metadata: Metadata = { title: "Your account" }

export default async function AccountPage() {
  const { signIn, person } = await requireOwn("/account")
  const [sessions, withPassword] = await Promise.all([
    listSessions(signIn, person),
    hasPassword(signIn, person.id),
  ])
  const { config } = signIn.ctx
  const { idleMinutes, hours } = config.session
  const provider = signIn.provider?.name ?? "single sign-on"
  return (
    <Desk>
      <PageHeader title="Your account" facts={[person.name, person.email, person.role]} />
      {person.isSecondFactorMissing ? (
        <Notice tone="caution" title="A second factor is needed here">
          Set it up below; until then you can do nothing else.
        </Notice>
      ) : null}
      {withPassword ? (
        <div className="grid-2">
          <SecondFactorPanel isSet={person.hasSecondFactor} isRequired={config.secondFactor === "required"} />
          <PasswordPanel />
        </div>
      ) : (
        <Panel title="How you sign in">
          <p>You sign in with {provider}: your password and second factor are kept there.</p>
        </Panel>
      )}
      <Panel
        title="Where you are signed in"
        note={`A session ends after ${counted(idleMinutes, "minute")} without use, and after ${counted(hours, "hour")} in any case.`}
        actions={<EndAllSessions sessions={sessions.length} />}
        isFlush
      >
        <DataTable
          caption="Your sessions"
          isCaptionHidden
          columns={columns}
          rows={sessions}
          getRowKey={({ id }) => id}
        />
      </Panel>
    </Desk>
  )
}

const columns: DataColumn<OwnSession>[] = [
  {
    id: "browser",
    header: "Browser",
    isRowHeader: true,
    render: ({ browser, isThis }) => (
      <span className="nowrap">{isThis ? `${browser} (this one)` : browser}</span>
    ),
  },
  { id: "began", header: "Signed in (UTC)", render: ({ beganAt }) => <Instant at={beganAt} isBare /> },
  { id: "seen", header: "Last used (UTC)", render: ({ lastSeenAt }) => <Instant at={lastSeenAt} isBare /> },
  { id: "ends", header: "Ends at the latest (UTC)", render: ({ endsAt }) => <Instant at={endsAt} isBare /> },
  {
    id: "end",
    header: <span className="visually-hidden">Sign out</span>,
    render: ({ id, browser, isThis }) => (isThis ? null : <EndSession id={id} browser={browser} />),
  },
]
