import type { Metadata } from "next"
import { namesOf } from "../../../../../../../lib/exposure/revisions/list-revisions.ts"
import { incidentName } from "../../../../../../../lib/incidents/incident-name.ts"
import { type LogoutRoom, openLogout } from "../../../../../../server/open-logout.ts"
import { containmentHref, logoutHref, roomHref } from "../../../../../../shared/addresses.ts"
import { scopeInWords } from "../../../../../../shared/containment/words.ts"
import { DataText } from "../../../../../../shared/data-text.tsx"
import type { PageProps } from "../../../../../../shared/page-props.ts"
import { Disclosure } from "../../../../../../ui/blocks/disclosure.tsx"
import { Notice } from "../../../../../../ui/blocks/notice.tsx"
import { LinkButton } from "../../../../../../ui/controls/button.tsx"
import { Instant } from "../../../../../../ui/figures/instant.tsx"
import { LogoutStandingMark } from "../../../../../../ui/marks/logout-marks.tsx"
import { Breadcrumbs } from "../../../../../../ui/shell/breadcrumbs.tsx"
import { PageHeader } from "../../../../../../ui/shell/page-header.tsx"
import { BeforePanel } from "./before-panel.tsx"
import { PlanPanels } from "./plan-panels.tsx"
import { Planning } from "./planning.tsx"
import { UnderWay } from "./under-way.tsx"

export const metadata: Metadata = { title: "Logout" }

export default async function LogoutPage({ params }: PageProps<{ incident: string; number: string }>) {
  const room = await openLogout(params)
  return (
    <>
      <LogoutHeader room={room} />
      <Now room={room} />
      <Plan room={room} />
    </>
  )
}

/** Before it begins the plan is what is looked at; afterwards it is looked up. */
function Plan({ room }: { room: LogoutRoom }) {
  const { plan, phase } = room.logout
  if (plan === null) return null
  if (phase === null) return <PlanPanels room={room} plan={plan} />
  return (
    <Disclosure summary="The dry run as it was approved">
      <div className="stack">
        <PlanPanels room={room} plan={plan} />
      </div>
    </Disclosure>
  )
}

async function LogoutHeader({ room: { ctx, incident, logout } }: { room: LogoutRoom }) {
  const names = await namesOf(ctx, [logout.requestedBy])
  const { plan, cutoff, settings } = logout
  return (
    <PageHeader
      title={`Logout ${logout.number}`}
      marks={<LogoutStandingMark standing={logout.standing} />}
      trail={
        <Breadcrumbs
          crumbs={[
            { label: incidentName(incident.number), href: roomHref(incident) },
            { label: "Containment", href: containmentHref(incident) },
            { label: `Logout ${logout.number}` },
          ]}
        />
      }
      facts={[
        plan ? <DataText key="authority">{plan.authority.name}</DataText> : null,
        <span key="scope">{scopeInWords(settings.scope)}</span>,
        <span key="cutoff">
          cut-off: {cutoff ? <Instant at={cutoff} precision="second" /> : "the moment at which it begins"}
        </span>,
        <span key="by">
          asked for by {names.get(logout.requestedBy) ?? "somebody who has left"},{" "}
          <Instant at={logout.requestedAt} />
        </span>,
      ].filter((fact) => fact !== null)}
    />
  )
}

/** What there is to see and to do about the logout as it stands. */
function Now({ room }: { room: LogoutRoom }) {
  const { incident, logout } = room
  if (logout.standing === "planning")
    return <Planning progressHref={`/api${logoutHref(incident, logout.number, "progress")}`} />
  if (logout.standing === "failed")
    return (
      <Notice
        tone="error"
        title="This logout could not be planned: nobody was touched"
        actions={
          <LinkButton href={`${containmentHref(incident, "new")}?from=${logout.number}`} kind="primary">
            Plan it anew
          </LinkButton>
        }
      >
        <DataText>{logout.trouble ?? "Why is not known."}</DataText>
      </Notice>
    )
  if (logout.startedAt === null && logout.standing === "aborted")
    return (
      <Notice tone="info" title="This logout was aborted before it began">
        Nobody was logged out by it.
      </Notice>
    )
  return logout.phase === null ? <BeforePanel room={room} /> : <UnderWay room={room} />
}
