import type { Metadata } from "next"
import { figure } from "../../../../../../../../lib/core/figure.ts"
import { readVariantKey } from "../../../../../../../../lib/core/letters.ts"
import { incidentName } from "../../../../../../../../lib/incidents/incident-name.ts"
import type { NoticePlan } from "../../../../../../../../lib/notices/audience/plan-shape.ts"
import {
  type NoticeRunRoom,
  noticeRunPages,
  openNoticeRun,
} from "../../../../../../../server/open-notices.ts"
import { noticeRunHref, noticesHref, roomHref } from "../../../../../../../shared/addresses.ts"
import { variantWords } from "../../../../../../../shared/notices/words.ts"
import { one, type PageProps, type Query } from "../../../../../../../shared/page-props.ts"
import { EmptyState } from "../../../../../../../ui/blocks/empty-state.tsx"
import { Panel } from "../../../../../../../ui/blocks/panel.tsx"
import { PlannedRunMark } from "../../../../../../../ui/marks/planned-run-mark.tsx"
import { Breadcrumbs } from "../../../../../../../ui/shell/breadcrumbs.tsx"
import { PageHeader } from "../../../../../../../ui/shell/page-header.tsx"
import { SubNav } from "../../../../../../../ui/shell/sub-nav.tsx"
import { DataTable } from "../../../../../../../ui/table/data-table.tsx"
import { OneLetter } from "./one-letter.tsx"
import { OtherGroup } from "./other-group.tsx"
import { TestSend } from "./test-send.tsx"

export const metadata: Metadata = { title: "Preview of a run" }

export default async function PreviewPage({
  params,
  searchParams,
}: PageProps<{ incident: string; number: string }>) {
  const room = await openNoticeRun(params, "preview")
  const { incident, run } = room
  return (
    <>
      <PageHeader
        title={`Preview of run ${run.number}`}
        marks={<PlannedRunMark state={run.state} />}
        trail={
          <Breadcrumbs
            crumbs={[
              { label: incidentName(incident.number), href: roomHref(incident) },
              { label: "Notices", href: noticesHref(incident) },
              { label: `Run ${run.number}`, href: noticeRunHref(incident, run.number) },
              { label: "Preview" },
            ]}
          />
        }
      />
      <SubNav
        label="Pages of the run"
        pages={noticeRunPages(incident, run.number)}
        current={noticeRunHref(incident, run.number, "preview")}
      />
      {run.plan && run.plan.variants.length > 0 ? (
        <Letters room={room} plan={run.plan} query={await searchParams} />
      ) : (
        <EmptyState title="There is no letter to look at yet">
          As soon as the run is planned, each form of its letters can be looked at here.
        </EmptyState>
      )}
    </>
  )
}

interface LettersProps {
  room: NoticeRunRoom
  plan: NoticePlan
  query: Query
}

function Letters({ room, plan, query }: LettersProps) {
  const { run } = room
  const asked = one(query.variant)
  const chosen = plan.variants.find(({ variant }) => variant === asked) ?? plan.variants[0]
  const hrefOf = (variant: string) => `?${new URLSearchParams({ variant })}#letter`
  return (
    <>
      <Panel
        title="Forms of the letters"
        note={run.startedAt ? "As they were kept and sent." : "As they would be made now."}
        isFlush
      >
        <DataTable
          caption="Forms, with how many letters each has"
          isCaptionHidden
          isTall={plan.variants.length > 12}
          rows={plan.variants}
          getRowKey={({ variant }) => variant}
          getRowHref={({ variant }) => hrefOf(variant)}
          columns={[
            {
              id: "form",
              header: "Form",
              isRowHeader: true,
              render: ({ variant }) => variantWords(readVariantKey(variant)),
            },
            { id: "letters", header: "Letters", isNumeric: true, render: ({ letters }) => figure(letters) },
            {
              id: "shown",
              header: "Below",
              render: ({ variant }) => (variant === chosen?.variant ? "shown" : ""),
            },
          ]}
        />
      </Panel>
      {chosen ? (
        <div id="letter" className="stack">
          <OneLetter room={room} variant={chosen.variant} spread={one(query.spread)} />
          <TestSend room={room} variant={chosen.variant} />
          <OtherGroup room={room} variant={chosen.variant} against={one(query.against)} />
        </div>
      ) : null}
    </>
  )
}
