import type { Metadata } from "next"
import { may } from "../../../../../../../../lib/access/rules.ts"
import { namesOf } from "../../../../../../../../lib/exposure/revisions/list-revisions.ts"
import { incidentName } from "../../../../../../../../lib/incidents/incident-name.ts"
import { getNoticeRun } from "../../../../../../../../lib/notices/account/account-run.ts"
import { listAccount } from "../../../../../../../../lib/notices/account/list-account.ts"
import { listReached } from "../../../../../../../../lib/notices/account/list-reached.ts"
import { listUnreached } from "../../../../../../../../lib/notices/account/list-unreached.ts"
import { runCounts } from "../../../../../../../../lib/runs/run-counts.ts"
import {
  type NoticeRunRoom,
  noticeRunPages,
  openNoticeRun,
} from "../../../../../../../server/open-notices.ts"
import {
  accountExportHref,
  noticeRunHref,
  noticesHref,
  roomHref,
} from "../../../../../../../shared/addresses.ts"
import { byKind } from "../../../../../../../shared/notices/state-counts.ts"
import { one, type PageProps, type Query, queryText } from "../../../../../../../shared/page-props.ts"
import { reasonOf } from "../../../../../../../shared/reason-of.ts"
import { EmptyState } from "../../../../../../../ui/blocks/empty-state.tsx"
import { Panel } from "../../../../../../../ui/blocks/panel.tsx"
import { LinkButton } from "../../../../../../../ui/controls/button.tsx"
import { Figure } from "../../../../../../../ui/figures/figure.tsx"
import { PlannedRunMark } from "../../../../../../../ui/marks/planned-run-mark.tsx"
import { Breadcrumbs } from "../../../../../../../ui/shell/breadcrumbs.tsx"
import { PageHeader } from "../../../../../../../ui/shell/page-header.tsx"
import { SubNav } from "../../../../../../../ui/shell/sub-nav.tsx"
import styles from "../../../notices.module.css"
import { FollowUpForm, SettleForm } from "./account-forms.tsx"
import { ReachedTable, UnknownTable, UnreachedTable } from "./account-tables.tsx"

export const metadata: Metadata = { title: "Account of a run" }

type Props = PageProps<{ incident: string; number: string }>

/** Rows of each list on one page. */
const ROWS = 50

export default async function AccountPage({ params, searchParams }: Props) {
  const room = await openNoticeRun(params, "account")
  const { incident, run } = room
  const query = await searchParams
  return (
    <>
      <PageHeader
        title={`Account of run ${run.number}`}
        marks={<PlannedRunMark state={run.state} />}
        trail={
          <Breadcrumbs
            crumbs={[
              { label: incidentName(incident.number), href: roomHref(incident) },
              { label: "Notices", href: noticesHref(incident) },
              { label: `Run ${run.number}`, href: noticeRunHref(incident, run.number) },
              { label: "Account" },
            ]}
          />
        }
      />
      <SubNav
        label="Pages of the run"
        pages={noticeRunPages(incident, run.number)}
        current={noticeRunHref(incident, run.number, "account")}
      />
      <Figures room={room} />
      <Unknown room={room} query={query} />
      <Unreached room={room} query={query} />
      <Reached room={room} query={query} />
    </>
  )
}

async function Figures({ room: { ctx, run } }: { room: NoticeRunRoom }) {
  const counts = byKind((await runCounts(ctx.db, run.id)).states)
  return (
    <Panel title="Who was reached">
      <div className="grid-4">
        <Figure
          value={counts.reached}
          unit="reached"
          label="their mail server took the letter, and it did not come back"
        />
        <Figure value={counts.unreached} unit="not reached" label="it was refused, or came back" />
        <Figure value={counts.unknown} unit="unknown" label="it may have been sent; nobody knows" />
        <Figure
          value={counts.without}
          unit="without a letter"
          label="held, skipped by the plan, or cancelled"
        />
        {counts.waiting > 0 ? (
          <Figure value={counts.waiting} unit="waiting" label="not begun, put off, or being sent just now" />
        ) : null}
      </div>
    </Panel>
  )
}

async function Unknown({ room: { ctx, incident, run }, query }: { room: NoticeRunRoom; query: Query }) {
  const place = { after: afterIn(query.unknownAfter), limit: ROWS }
  const { rows, nextAfter } = await listAccount(ctx, await getNoticeRun(ctx, run.id), ["unknown"], place)
  if (rows.length === 0) return null
  return (
    <div id="unknown">
      <Panel
        title="Outcomes to settle"
        note="Each may have been sent. None is sent again before somebody says, with a reason, that it surely was not."
      >
        <SettleForm runId={run.id} disabledReason={reasonOf(may(ctx.actor, "notice.settle"))}>
          <UnknownTable incident={incident} revision={run.revision ?? 1} rows={rows} />
        </SettleForm>
        <Pages query={query} name="unknownAfter" next={nextAfter} what="outcomes to settle" />
      </Panel>
    </div>
  )
}

async function Unreached({ room, query }: { room: NoticeRunRoom; query: Query }) {
  const { ctx, incident, run } = room
  const page = await listUnreached(ctx, run.id, { after: afterIn(query.unreachedAfter), limit: ROWS })
  const names = await namesOf(
    ctx,
    page.rows.flatMap(({ next }) => next?.doneBy ?? []),
  )
  // Those of which nobody knows stand in a list of their own, above.
  const others = page.rows.filter(({ state }) => state !== "unknown")
  const shown = { incident, revision: run.revision ?? 1, names }
  return (
    <Panel
      title="Who was not reached"
      note="And what was done next for each: a call, a letter by post, a message in the app."
      actions={<Export room={room} list="unreached" />}
    >
      {others.length === 0 ? (
        <EmptyState title="Nobody is left on this list">
          {run.startedAt
            ? "Every letter was taken, or is still waiting."
            : "Nothing of this run was sent yet."}
        </EmptyState>
      ) : (
        <FollowUpForm
          incident={incident.number}
          disabledReason={reasonOf(may(ctx.actor, "notice.follow_up"))}
        >
          <UnreachedTable {...shown} rows={others} />
        </FollowUpForm>
      )}
      <Pages query={query} name="unreachedAfter" next={page.nextAfter} what="people who were not reached" />
    </Panel>
  )
}

async function Reached({ room, query }: { room: NoticeRunRoom; query: Query }) {
  const { ctx, incident, run } = room
  const { rows, nextAfter } = await listReached(ctx, run.id, {
    after: afterIn(query.reachedAfter),
    limit: ROWS,
  })
  return (
    <Panel title="Everybody who was reached" actions={<Export room={room} list="reached" />} isFlush>
      {rows.length === 0 ? (
        <EmptyState title="Nobody yet">Whoever’s letter is taken is listed here.</EmptyState>
      ) : (
        <ReachedTable incident={incident} revision={run.revision ?? 1} rows={rows} />
      )}
      <Pages query={query} name="reachedAfter" next={nextAfter} what="people who were reached" />
    </Panel>
  )
}

function Export({
  room: { ctx, incident, run },
  list,
}: {
  room: NoticeRunRoom
  list: "reached" | "unreached"
}) {
  if (!may(ctx.actor, "list.export").allowed) return null
  return (
    <LinkButton isSmall href={accountExportHref(incident, run.number, list)} download>
      {list === "reached" ? "Export who was reached" : "Export who was not reached"}
    </LinkButton>
  )
}

interface PagesProps {
  query: Query
  name: string
  next: number | null
  what: string
}

function Pages({ query, name, next, what }: PagesProps) {
  const isFirst = one(query[name]) === undefined
  if (isFirst && next === null) return null
  const { [name]: _, ...others } = query
  return (
    <p className={styles.pages}>
      {isFirst ? null : (
        <LinkButton isSmall href={`?${queryText(others)}`}>
          First page<span className="visually-hidden"> of {what}</span>
        </LinkButton>
      )}
      {next === null ? null : (
        <LinkButton isSmall href={`?${queryText({ ...others, [name]: String(next) })}`}>
          {ROWS} more
          <span className="visually-hidden"> {what}</span>
        </LinkButton>
      )}
    </p>
  )
}

function afterIn(value: Query[string]): number | undefined {
  const text = one(value)
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined
}
