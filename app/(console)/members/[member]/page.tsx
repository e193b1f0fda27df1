import type { Metadata } from "next"
import { mayChangeRole } from "../../../../lib/access/people/change-role.ts"
import { mayDeactivate } from "../../../../lib/access/people/deactivate-member.ts"
import { getMember } from "../../../../lib/access/people/get-member.ts"
import { mayInviteAnew } from "../../../../lib/access/people/invite-member.ts"
import { may } from "../../../../lib/access/rules.ts"
import { orNotFound } from "../../../server/answer.ts"
import { requireContext } from "../../../server/session.ts"
import { Desk } from "../../../shared/desk.tsx"
import type { PageProps } from "../../../shared/page-props.ts"
import { reasonOf } from "../../../shared/reason-of.ts"
import { Notice } from "../../../ui/blocks/notice.tsx"
import { Panel } from "../../../ui/blocks/panel.tsx"
import { Instant } from "../../../ui/figures/instant.tsx"
import { Breadcrumbs } from "../../../ui/shell/breadcrumbs.tsx"
import { PageHeader } from "../../../ui/shell/page-header.tsx"
import { InvitePanel } from "../invite-panel.tsx"
import { AccessPanel, RolePanel, SessionsPanel } from "./member-panels.tsx"

export const metadata: Metadata = { title: "Member" }

export default async function MemberPage({ params }: PageProps<{ member: string }>) {
  const { member: asked } = await params
  const id = decodeURIComponent(asked)
  const ctx = await requireContext(`/members/${asked}`, "members.view")
  const { actor } = ctx
  const member = await orNotFound(getMember(ctx, id))
  const { name, email, role, roleSince, deactivatedAt, hasSecondFactor } = member
  const trail = <Breadcrumbs crumbs={[{ label: "Members", href: "/members" }, { label: name }]} />
  return (
    <Desk>
      <PageHeader
        title={name}
        trail={trail}
        facts={[
          email,
          <span key="role">
            {role} since <Instant at={roleSince} />
          </span>,
          hasSecondFactor ? "second factor set" : "no second factor here",
        ]}
      />
      {deactivatedAt ? (
        <Notice tone="caution" title="Deactivated">
          Since <Instant at={deactivatedAt} /> nobody can sign in as {name}. What they did stays theirs.
        </Notice>
      ) : null}
      <div className="grid-2">
        <Panel
          title="Another role"
          note="Their sessions end with a change: what they have open is another role’s."
        >
          <RolePanel id={id} role={role} disabledReason={reasonOf(mayChangeRole(actor, member))} />
        </Panel>
        <Panel title="Sessions" note="For a browser that was lost or left open.">
          <SessionsPanel id={id} name={name} disabledReason={reasonOf(may(actor, "member.deactivate"))} />
        </Panel>
        <InvitePanel disabledReason={reasonOf(mayInviteAnew(actor, member))} member={{ email, name, role }} />
        <Panel title="Access" note="Whether anybody can sign in as them.">
          <AccessPanel
            id={id}
            name={name}
            isActive={deactivatedAt === null}
            disabledReason={reasonOf(mayDeactivate(actor, member))}
          />
        </Panel>
      </div>
    </Desk>
  )
}
