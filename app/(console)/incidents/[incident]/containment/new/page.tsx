import { may } from "../../../../../../lib/access/rules.ts"
import { listAuthorities } from "../../../../../../lib/containment/authorities/list-authorities.ts"
import { listLogouts } from "../../../../../../lib/containment/logout/logout-run.ts"
import type { Context } from "../../../../../../lib/core/context.ts"
import { findResult } from "../../../../../../lib/exposure/revisions/get-result.ts"
import { incidentName } from "../../../../../../lib/incidents/incident-name.ts"
import { type ContainmentRoom, openContainment } from "../../../../../server/open-containment.ts"
import { containmentHref, roomHref } from "../../../../../shared/addresses.ts"
import { one, type PageProps } from "../../../../../shared/page-props.ts"
import { reasonOf } from "../../../../../shared/reason-of.ts"
import { titled } from "../../../../../shared/titled.ts"
import { EmptyState } from "../../../../../ui/blocks/empty-state.tsx"
import { Panel } from "../../../../../ui/blocks/panel.tsx"
import { LinkButton } from "../../../../../ui/controls/button.tsx"
import { Breadcrumbs } from "../../../../../ui/shell/breadcrumbs.tsx"
import { PageHeader } from "../../../../../ui/shell/page-header.tsx"
import { draftOf, type LogoutDraft, newDraft } from "./logout-draft.ts"
import { LogoutForm } from "./logout-form.tsx"

export const generateMetadata = titled("Plan a logout")

/** Whom a logout is about, what ends with it, and how fast: a dry run is made of it, and nobody is touched. */
export default async function NewLogoutPage({ params, searchParams }: PageProps<{ incident: string }>) {
  const room = await openContainment(params, "new")
  const { ctx, incident } = room
  const authorities = await listAuthorities(ctx)
  const result = await findResult(ctx, incident)
  const from = Number(one((await searchParams).from))
  return (
    <>
      <PageHeader
        title="Plan a logout"
        trail={
          <Breadcrumbs
            crumbs={[
              { label: incidentName(incident.number), href: roomHref(incident) },
              { label: "Containment", href: containmentHref(incident) },
              { label: "Plan a logout" },
            ]}
          />
        }
        facts={["A plan is a dry run: it counts whom it would log out, and touches nobody."]}
      />
      {authorities.length === 0 ? (
        <NoAuthority ctx={ctx} />
      ) : (
        <LogoutForm
          incident={incident.number}
          authorities={authorities.map(({ id, name }) => ({ id, name }))}
          revision={result?.revision.number ?? null}
          draft={
            (await earlierDraft(room, from)) ??
            newDraft(authorities[0]?.id ?? "", result?.summary.window ?? null)
          }
          disabledReason={reasonOf(may(ctx.actor, "logout.request_plan"))}
        />
      )}
    </>
  )
}

async function earlierDraft({ ctx, incident }: ContainmentRoom, number: number): Promise<LogoutDraft | null> {
  const logouts = Number.isInteger(number) ? await listLogouts(ctx, incident.id) : []
  const earlier = logouts.find((logout) => logout.number === number)
  return earlier ? draftOf(earlier.settings) : null
}

function NoAuthority({ ctx }: { ctx: Context }) {
  const mayAdd = may(ctx.actor, "authority.add").allowed
  return (
    <Panel title="Who ends the sessions">
      <EmptyState
        title="No session authority is known"
        actions={
          <LinkButton href="/settings/authorities" kind="primary">
            {mayAdd ? "Add a session authority" : "Look at the session authorities"}
          </LinkButton>
        }
      >
        Sessions are ended by whoever gave them out: your back end, or your identity provider.{" "}
        {mayAdd ? "Add it in the settings" : "An administrator adds it in the settings"}; then a logout can be
        planned here.
      </EmptyState>
    </Panel>
  )
}
