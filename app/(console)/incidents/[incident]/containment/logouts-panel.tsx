import { may } from "../../../../../lib/access/rules.ts"
import { listAuthorities } from "../../../../../lib/containment/authorities/list-authorities.ts"
import { type Logout, listLogouts } from "../../../../../lib/containment/logout/logout-run.ts"
import { figure } from "../../../../../lib/core/figure.ts"
import { namesOf } from "../../../../../lib/exposure/revisions/list-revisions.ts"
import { runCounts } from "../../../../../lib/runs/run-counts.ts"
import { type SubjectCounts, subjectCounts } from "../../../../server/logout-view.ts"
import type { ContainmentRoom } from "../../../../server/open-containment.ts"
import { containmentHref, logoutHref } from "../../../../shared/addresses.ts"
import { countedSubjects, subjectParts } from "../../../../shared/containment/subject-counts.ts"
import { scopeInWords } from "../../../../shared/containment/words.ts"
import { DataText } from "../../../../shared/data-text.tsx"
import { EmptyState } from "../../../../ui/blocks/empty-state.tsx"
import { Panel } from "../../../../ui/blocks/panel.tsx"
import { LinkButton } from "../../../../ui/controls/button.tsx"
import { Instant } from "../../../../ui/figures/instant.tsx"
import { ShareBar } from "../../../../ui/figures/share-bar.tsx"
import { LogoutStandingMark } from "../../../../ui/marks/logout-marks.tsx"
import { type DataColumn, DataTable } from "../../../../ui/table/data-table.tsx"
import styles from "./containment.module.css"

interface ListedLogout {
  logout: Logout
  authority: string
  counts: SubjectCounts
}

/** The global logouts of an incident, and the way to another one. */
export async function LogoutsPanel({ room: { ctx, incident } }: { room: ContainmentRoom }) {
  const logouts = await listLogouts(ctx, incident.id)
  const choices = await listAuthorities(ctx)
  const names = await namesOf(
    ctx,
    logouts.map(({ requestedBy }) => requestedBy),
  )
  const rows = await Promise.all(
    logouts.map(async (logout): Promise<ListedLogout> => {
      const chosen = choices.find(({ id }) => id === logout.settings.authorityId)
      const authority = logout.plan?.authority.name ?? chosen?.name ?? "an authority that was removed"
      return { logout, authority, counts: subjectCounts((await runCounts(ctx.db, logout.id)).states) }
    }),
  )
  const decision = may(ctx.actor, "logout.request_plan")
  return (
    <Panel
      title="Logouts"
      note={
        decision.allowed
          ? "Everybody who used the app logs in again: planned as a dry run, approved by a second person, proved at the end."
          : `Everybody who used the app logs in again. ${decision.reason}.`
      }
      actions={
        decision.allowed ? (
          <LinkButton
            isSmall={rows.length > 0}
            kind={rows.length === 0 ? "primary" : "plain"}
            href={containmentHref(incident, "new")}
          >
            Plan a logout
          </LinkButton>
        ) : null
      }
      isFlush
    >
      <DataTable
        caption="Logouts of this incident"
        isCaptionHidden
        rows={rows}
        getRowKey={({ logout }) => logout.id}
        getRowHref={({ logout }) => logoutHref(incident, logout.number)}
        columns={columnsOf(names)}
        empty={
          <EmptyState title="Nobody has been logged out">
            A dry run counts whom it would log out, how long it takes and what would survive it. It touches
            nobody.
          </EmptyState>
        }
      />
    </Panel>
  )
}

function columnsOf(names: ReadonlyMap<string, string>): DataColumn<ListedLogout>[] {
  return [
    {
      id: "number",
      header: "Logout",
      isRowHeader: true,
      render: ({ logout }) => <span className={styles.word}>Logout {logout.number}</span>,
    },
    { id: "standing", header: "Standing", render: ({ logout }) => <LogoutStandingMark {...logout} /> },
    { id: "authority", header: "Ended by", render: ({ authority }) => <DataText>{authority}</DataText> },
    {
      id: "scope",
      header: "Who",
      render: ({ logout }) => <span className={styles.sentence}>{scopeInWords(logout.settings.scope)}</span>,
    },
    {
      id: "subjects",
      header: "Subjects",
      isNumeric: true,
      render: ({ logout }) => (logout.plan ? figure(logout.plan.affected) : "–"),
    },
    { id: "progress", header: "How they stand", render: (row) => <Progress {...row} /> },
    {
      id: "by",
      header: "Asked for by",
      render: ({ logout }) => names.get(logout.requestedBy) ?? "somebody who has left",
    },
    {
      id: "at",
      header: "Asked for (UTC)",
      render: ({ logout }) => <Instant at={logout.requestedAt} isBare />,
    },
  ]
}

function Progress({ logout, counts }: ListedLogout) {
  if (logout.trouble !== null)
    return (
      <span className={styles.sentence}>
        <DataText>{logout.trouble}</DataText>
      </span>
    )
  if (logout.startedAt === null)
    return <span className="soft">{logout.plan ? "not begun" : "being planned"}</span>
  return (
    <div className={styles.sentence}>
      <ShareBar label={countedSubjects(counts)} parts={subjectParts(counts)} />
      <span className="small soft">{countedSubjects(counts)}</span>
    </div>
  )
}
