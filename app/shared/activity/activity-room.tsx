import { may } from "../../../lib/access/rules.ts"
import type { Context } from "../../../lib/core/context.ts"
import { findLastToForget } from "../../../lib/trail/forget-content.ts"
import { findLastAnchor, listEntries } from "../../../lib/trail/list-entries.ts"
import { parseEntriesQuery, serialiseFilters } from "../../../lib/trail/schemas.ts"
import { Panel } from "../../ui/blocks/panel.tsx"
import { LinkButton } from "../../ui/controls/button.tsx"
import { PageHeader } from "../../ui/shell/page-header.tsx"
import { activityExportHref, activityHref } from "../addresses.ts"
import { AskApproval } from "../approvals/ask-approval.tsx"
import { askedQuery } from "../asked-query.ts"
import { counted } from "../counted.ts"
import { AddressProblem } from "../filters/address-problem.tsx"
import type { Query } from "../page-props.ts"
import { ActivityFilters } from "./activity-filters.tsx"
import { ActivityTable } from "./activity-table.tsx"
import { TrailState } from "./trail-state.tsx"

interface ActivityRoomProps {
  ctx: Context
  /** Whose chain; null for the installation's. */
  incident: { id: string; number: number } | null
  query: Query
}

/** The entries of a chain: what was done, by whom and when. */
export async function ActivityRoom({ ctx, incident, query }: ActivityRoomProps) {
  const path = activityHref(incident)
  const { asked, problem } = askedQuery(query, parseEntriesQuery)
  const page = await listEntries(ctx, incident?.id ?? null, asked)
  const filters = serialiseFilters(asked).toString()
  return (
    <>
      <PageHeader
        title="Activity"
        facts={[
          counted(page.total, "entry", "entries"),
          incident ? "Every act on this incident" : "Every act that belongs to no incident",
        ]}
        actions={
          may(ctx.actor, "trail.export").allowed ? (
            <LinkButton href={activityExportHref(incident, filters)} download>
              {filters === ""
                ? `Export ${counted(page.total, "entry", "entries")} as CSV`
                : "Export these as CSV"}
            </LinkButton>
          ) : null
        }
      />
      {problem ? <AddressProblem problem={problem} href={path} /> : null}
      <Panel title="State of the trail" note="Each entry is chained to the one before by its hash.">
        <TrailState
          lastAnchor={await findLastAnchor(ctx)}
          anchorReason={anchorReason(ctx)}
          target={ctx.config.trailAnchor}
        />
      </Panel>
      <Panel title="Entries" note="Latest first: who did what, in which role, and when." isFlush>
        <ActivityFilters path={path} asked={asked} page={page} />
        <ActivityTable path={path} filters={filters} page={page} />
      </Panel>
      {incident && may(ctx.actor, "trail.forget").allowed ? (
        <Forget ctx={ctx} incidentId={incident.id} />
      ) : null}
    </>
  )
}

/** For when people's data must go: what entries tell, never the entries. */
async function Forget({ ctx, incidentId }: { ctx: Context; incidentId: string }) {
  const upTo = await findLastToForget(ctx.db, incidentId)
  if (upTo === null) return null
  return (
    <Panel
      title="Forget what the trail tells"
      note="The entries stay, and so does the proof that none is missing."
    >
      <AskApproval ctx={ctx} act="trail.forget" input={{ incidentId, upTo }} />
    </Panel>
  )
}

function anchorReason(ctx: Context): string | null {
  const anchor = may(ctx.actor, "trail.anchor")
  if (!anchor.allowed) return anchor.reason
  return ctx.config.trailAnchor === null
    ? "TOCSIN_TRAIL_ANCHOR names no file and no address yet; whoever runs the server sets it."
    : null
}
