import { may } from "../../../../../lib/access/rules.ts"
import { letterGroups } from "../../../../../lib/core/letters.ts"
import type { Result } from "../../../../../lib/exposure/reading/result.ts"
import { findResult } from "../../../../../lib/exposure/revisions/get-result.ts"
import { namesOf } from "../../../../../lib/exposure/revisions/list-revisions.ts"
import { listPlannedRuns } from "../../../../../lib/notices/audience/list-planned-runs.ts"
import { suggestSettings } from "../../../../../lib/notices/audience/request-plan.ts"
import { type NoticesRoom, noticesPages, openNotices } from "../../../../server/open-notices.ts"
import { noticesHref } from "../../../../shared/addresses.ts"
import type { PageProps } from "../../../../shared/page-props.ts"
import { reasonOf } from "../../../../shared/reason-of.ts"
import { titled } from "../../../../shared/titled.ts"
import { EmptyState } from "../../../../ui/blocks/empty-state.tsx"
import { Panel } from "../../../../ui/blocks/panel.tsx"
import { PageHeader } from "../../../../ui/shell/page-header.tsx"
import { SubNav } from "../../../../ui/shell/sub-nav.tsx"
import { BeforeSending } from "./before-sending.tsx"
import { draftOf } from "./plan-draft.ts"
import { PlanForm } from "./plan-form.tsx"
import { RunsTable, withCounts } from "./runs-table.tsx"

export const generateMetadata = titled("Notices")

export default async function NoticesPage({ params }: PageProps<{ incident: string }>) {
  const room = await openNotices(params)
  const { ctx, incident } = room
  const runs = await listPlannedRuns(ctx, incident.id)
  const result = await findResult(ctx, incident)
  const names = await namesOf(
    ctx,
    runs.map(({ requestedBy }) => requestedBy),
  )
  return (
    <>
      <PageHeader title="Notices" />
      <SubNav label="Pages of the notices" pages={noticesPages(incident)} current={noticesHref(incident)} />
      <BeforeSending room={room} result={result} />
      <Panel title="Runs" note="Each run is one frozen list of people, approved and sent once." isFlush>
        {runs.length === 0 ? (
          <EmptyState title="No letters have been planned yet">
            {result
              ? "A plan counts who gets which letter, and sends nothing."
              : "Letters are planned from a finished revision: who saw whose footage, and how sure that is."}
          </EmptyState>
        ) : (
          <RunsTable incident={incident} runs={await withCounts(ctx, runs)} names={names} />
        )}
      </Panel>
      {result ? <Plan room={room} result={result} isFirst={runs.length === 0} /> : null}
    </>
  )
}

interface PlanProps {
  room: NoticesRoom
  result: Result
  isFirst: boolean
}

async function Plan({ room: { ctx, incident }, result, isFirst }: PlanProps) {
  const settings = await suggestSettings(ctx, incident.id)
  const { groups } = result.summary.accounts
  return (
    <Panel
      title={isFirst ? "Plan letters" : "Plan letters anew"}
      note={`From revision ${result.revision.number}. A plan freezes the list of people and counts the letters; nothing is sent before a second person has approved it.`}
    >
      <PlanForm
        incident={incident.number}
        draft={draftOf(settings)}
        people={{
          ...(Object.fromEntries(letterGroups.map((group) => [group, groups[group] ?? 0])) as Record<
            (typeof letterGroups)[number],
            number
          >),
        }}
        disabledReason={reasonOf(may(ctx.actor, "notice.request_plan"))}
      />
    </Panel>
  )
}
