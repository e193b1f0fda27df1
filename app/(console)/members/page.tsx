import type { Metadata } from "next"
import { listMembers, type Member, type WaitingInvitation } from "../../../lib/access/people/list-members.ts"
import { may } from "../../../lib/access/rules.ts"
import { requireContext } from "../../server/session.ts"
import { RolesTable } from "../../shared/access/roles-table.tsx"
import { counted } from "../../shared/counted.ts"
import { Desk } from "../../shared/desk.tsx"
import { reasonOf } from "../../shared/reason-of.ts"
import { Panel } from "../../ui/blocks/panel.tsx"
import { Instant } from "../../ui/figures/instant.tsx"
import { Mark } from "../../ui/marks/mark.tsx"
import { PageHeader } from "../../ui/shell/page-header.tsx"
import { type DataColumn, DataTable } from "../../ui/table/data-table.tsx"
import { InvitePanel } from "./invite-panel.tsx"
import { WithdrawInvitation } from "./withdraw-invitation.tsx"

export const metadata: Metadata = { title: "Members" }

export default async function MembersPage() {
  const ctx = await requireContext("/members", "members.view")
  const { members, invitations } = await listMembers(ctx)
  const active = members.filter(({ deactivatedAt }) => deactivatedAt === null).length
  const withdraw = reasonOf(may(ctx.actor, "member.withdraw_invitation"))
  return (
    <Desk>
      <PageHeader
        title="Members"
        facts={[counted(active, "active member"), `${counted(invitations.length, "invitation")} open`]}
      />
      <Panel title="Who works here" note="A name leads to role, access and sessions." isFlush>
        <DataTable
          caption="Members"
          isCaptionHidden
          columns={columns}
          rows={members}
          getRowKey={({ id }) => id}
          getRowHref={({ id }) => `/members/${encodeURIComponent(id)}`}
        />
      </Panel>
      {invitations.length === 0 ? null : (
        <Panel title="Invitations that nobody has accepted yet" isFlush>
          <DataTable
            caption="Open invitations"
            isCaptionHidden
            columns={invitationColumns(withdraw)}
            rows={invitations}
            getRowKey={({ id }) => id}
          />
        </Panel>
      )}
      <InvitePanel disabledReason={reasonOf(may(ctx.actor, "member.invite"))} />
      <Panel title="What each role may" isFlush>
        <RolesTable />
      </Panel>
    </Desk>
  )
}

const columns: DataColumn<Member>[] = [
  { id: "name", header: "Name", isRowHeader: true, render: ({ name }) => name },
  { id: "email", header: "E-mail", render: ({ email }) => email },
  { id: "role", header: "Role", render: ({ role }) => role },
  {
    id: "since",
    header: "In this role since (UTC)",
    render: ({ roleSince }) => <Instant at={roleSince} isBare />,
  },
  {
    id: "factor",
    header: "Second factor",
    render: ({ hasSecondFactor }) => (hasSecondFactor ? "set" : "none here"),
  },
  {
    id: "state",
    header: "State",
    render: ({ deactivatedAt }) =>
      deactivatedAt ? (
        <Mark shape="dash" tone="quiet">
          deactivated
        </Mark>
      ) : (
        <Mark shape="tick" tone="done">
          active
        </Mark>
      ),
  },
]

function invitationColumns(withdraw: string | null): DataColumn<WaitingInvitation>[] {
  const addressOf = ({ email }: WaitingInvitation) => email ?? "the first administrator"
  return [
    { id: "email", header: "E-mail", isRowHeader: true, render: addressOf },
    { id: "role", header: "Role", render: ({ role }) => role },
    { id: "invited", header: "Invited (UTC)", render: ({ invitedAt }) => <Instant at={invitedAt} isBare /> },
    {
      id: "expires",
      header: "Good until (UTC)",
      render: ({ expiresAt }) => <Instant at={expiresAt} isBare />,
    },
    {
      id: "withdraw",
      header: <span className="visually-hidden">Withdraw</span>,
      render: (one) => <WithdrawInvitation id={one.id} email={addressOf(one)} disabledReason={withdraw} />,
    },
  ]
}
