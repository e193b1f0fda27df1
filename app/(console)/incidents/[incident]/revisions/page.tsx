import { Suspense } from "react"
import { figure } from "../../../../../lib/core/figure.ts"
import type { Result } from "../../../../../lib/exposure/reading/result.ts"
import { findResult } from "../../../../../lib/exposure/revisions/get-result.ts"
import { listRevisions, namesOf } from "../../../../../lib/exposure/revisions/list-revisions.ts"
import { openRoom, type Room } from "../../../../server/open-room.ts"
import { roomHref } from "../../../../shared/addresses.ts"
import { AddressProblem } from "../../../../shared/filters/address-problem.tsx"
import { one, type PageProps } from "../../../../shared/page-props.ts"
import { ResultHeader } from "../../../../shared/result-header.tsx"
import { titled } from "../../../../shared/titled.ts"
import { EmptyState } from "../../../../ui/blocks/empty-state.tsx"
import { Panel } from "../../../../ui/blocks/panel.tsx"
import { LinkButton } from "../../../../ui/controls/button.tsx"
import { CompareForm } from "./compare-form.tsx"
import { ComparisonPanels } from "./comparison-panels.tsx"
import { RevisionsList } from "./revisions-list.tsx"

export const generateMetadata = titled("Revisions")

export default async function RevisionsPage(props: PageProps<{ incident: string }>) {
  const room = await openRoom(props, "revisions")
  const { ctx, incident } = room
  const revisions = await listRevisions(ctx, incident.id)
  const names = await namesOf(
    ctx,
    revisions.map(({ requestedBy }) => requestedBy),
  )
  const finished = revisions.filter(({ completedAt }) => completedAt !== null).map(({ number }) => number)
  return (
    <>
      <ResultHeader
        room={room}
        title="Revisions"
        name="revisions"
        actions={<LinkButton href={roomHref(incident, "evidence")}>Run again with other evidence</LinkButton>}
      />
      <Panel title="All revisions" note="Every run of the classifier is kept. Latest first." isFlush>
        <RevisionsList incident={incident} revisions={revisions} names={names} />
      </Panel>
      {finished.length > 1 ? <Compared room={room} finished={finished} /> : <OnlyOne room={room} />}
    </>
  )
}

function OnlyOne({ room: { incident, result } }: { room: Room }) {
  const { number } = result.revision
  return (
    <Panel title="Compare two revisions">
      <EmptyState
        title="There is one finished revision, so there is nothing to compare yet"
        actions={
          <>
            <LinkButton href={roomHref(incident, "evidence")}>Go to the evidence</LinkButton>
            <LinkButton href={roomHref(incident, "questions", number)}>Go to the open questions</LinkButton>
          </>
        }
      >
        A second one comes from new or better evidence, from another window or reading of the log, or from
        confirming gaps among the open questions. Then it can be seen here who moved from group to group, and
        why.
      </EmptyState>
    </Panel>
  )
}

interface ComparedProps {
  room: Room
  /** Numbers of the finished revisions, the latest first. */
  finished: readonly number[]
}

async function Compared({ room, finished }: ComparedProps) {
  const { ctx, incident, result, query } = room
  const { number } = result.revision
  const asked = one(query.with) ?? ""
  const other = finished.find((one) => String(one) === asked && one !== number)
  const compared = other ?? finished.find((one) => one < number) ?? finished.find((one) => one !== number)
  const before = compared === undefined ? null : await findResult(ctx, incident, compared)
  return (
    <>
      {asked === "" || other !== undefined ? null : (
        <AddressProblem
          problem={`with: there is no other finished revision ${asked} to compare with`}
          href={roomHref(incident, "revisions", number)}
        />
      )}
      <Panel title="Compare two revisions">
        <CompareForm
          path={roomHref(incident, "revisions")}
          finished={finished}
          before={compared ?? number}
          after={number}
        />
      </Panel>
      {before ? (
        <Suspense key={before.revision.number} fallback={<Comparing before={before} after={number} />}>
          <ComparisonPanels room={room} before={before} />
        </Suspense>
      ) : null}
    </>
  )
}

function Comparing({ before, after }: { before: Result; after: number }) {
  const accounts = before.summary.accounts.either_upper
  return (
    <Panel title="Who moved">
      <p aria-live="polite">
        Comparing revision {before.revision.number} with revision {after}: {figure(accounts)} accounts and
        more …
      </p>
    </Panel>
  )
}
