import { may } from "../../../../../../lib/access/rules.ts"
import { namesOf } from "../../../../../../lib/exposure/revisions/list-revisions.ts"
import { listHolds } from "../../../../../../lib/notices/audience/list-holds.ts"
import { noticesPages, openNotices } from "../../../../../server/open-notices.ts"
import { noticesHref } from "../../../../../shared/addresses.ts"
import { DataText } from "../../../../../shared/data-text.tsx"
import type { PageProps } from "../../../../../shared/page-props.ts"
import { reasonOf } from "../../../../../shared/reason-of.ts"
import { titled } from "../../../../../shared/titled.ts"
import { EmptyState } from "../../../../../ui/blocks/empty-state.tsx"
import { Panel } from "../../../../../ui/blocks/panel.tsx"
import { Instant } from "../../../../../ui/figures/instant.tsx"
import { Mark } from "../../../../../ui/marks/mark.tsx"
import { PageHeader } from "../../../../../ui/shell/page-header.tsx"
import { SubNav } from "../../../../../ui/shell/sub-nav.tsx"
import { DataTable } from "../../../../../ui/table/data-table.tsx"
import styles from "../notices.module.css"
import { LiftHoldDialog, PlaceHoldForm } from "./hold-forms.tsx"

export const generateMetadata = titled("Holds")

export default async function HoldsPage({ params }: PageProps<{ incident: string }>) {
  const { ctx, incident } = await openNotices(params, "holds")
  const holds = await listHolds(ctx, incident.id)
  const names = await namesOf(
    ctx,
    holds.flatMap(({ placedBy, liftedBy }) => [placedBy, ...(liftedBy ? [liftedBy] : [])]),
  )
  const nameOf = (id: string | null) => names.get(id ?? "") ?? "somebody who has left"
  const liftReason = reasonOf(may(ctx.actor, "notice.lift_hold"))
  return (
    <>
      <PageHeader title="Holds" />
      <SubNav
        label="Pages of the notices"
        pages={noticesPages(incident)}
        current={noticesHref(incident, "holds")}
      />
      <Panel
        title="Holds of authorities"
        note="Whoever lives in a place that is held gets no letter until the hold is lifted; the next plan then has them."
        isFlush
      >
        <DataTable
          caption="Holds by place"
          isCaptionHidden
          rows={holds}
          getRowKey={({ id }) => id}
          empty={
            <EmptyState title="No authority has asked to wait">
              Where one does, legal places a hold below, and a run under way pauses at once.
            </EmptyState>
          }
          columns={[
            { id: "place", header: "Place", isRowHeader: true, render: ({ place }) => place ?? "Everybody" },
            { id: "agency", header: "Asked by", render: ({ agency }) => <DataText>{agency}</DataText> },
            {
              id: "reason",
              header: "Why",
              render: ({ reason }) => (
                <span className={styles.sentence}>
                  <DataText>{reason}</DataText>
                </span>
              ),
            },
            {
              id: "placed",
              header: "Placed (UTC)",
              render: ({ placedAt, placedBy }) => (
                <>
                  <Instant at={placedAt} isBare /> <span className="soft">{nameOf(placedBy)}</span>
                </>
              ),
            },
            {
              id: "state",
              header: "State",
              render: ({ id, place, agency, liftedAt, liftedBy }) =>
                liftedAt ? (
                  <Mark shape="tick" tone="quiet">
                    lifted <Instant at={liftedAt} isBare /> by {nameOf(liftedBy)}
                  </Mark>
                ) : (
                  <LiftHoldDialog id={id} place={place} agency={agency} disabledReason={liftReason} />
                ),
            },
          ]}
        />
      </Panel>
      <Panel
        title="Place a hold"
        note="A run under way pauses, and goes on only by a new plan that leaves these people out."
      >
        <PlaceHoldForm incident={incident.number} disabledReason={reasonOf(may(ctx.actor, "notice.hold"))} />
      </Panel>
    </>
  )
}
