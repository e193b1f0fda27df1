import type { Metadata } from "next"
import { type ApprovalList, listApprovals } from "../../../lib/access/approvals/list-approvals.ts"
import { namesOf } from "../../../lib/exposure/revisions/list-revisions.ts"
import { listIncidentNames } from "../../../lib/incidents/list-incident-names.ts"
import { requireContext } from "../../server/session.ts"
import { APPROVALS_HREF } from "../../shared/addresses.ts"
import styles from "../../shared/approvals/approvals.module.css"
import { counted } from "../../shared/counted.ts"
import { Desk } from "../../shared/desk.tsx"
import { one, type PageProps } from "../../shared/page-props.ts"
import { EmptyState } from "../../ui/blocks/empty-state.tsx"
import { Panel } from "../../ui/blocks/panel.tsx"
import { LinkButton } from "../../ui/controls/button.tsx"
import { Breadcrumbs } from "../../ui/shell/breadcrumbs.tsx"
import { PageHeader } from "../../ui/shell/page-header.tsx"
import { ApprovalItems } from "./approval-items.tsx"

export const metadata: Metadata = { title: "Approvals" }

interface Section {
  list: ApprovalList
  title: string
  note: string
  /** Without one the section is left out where it is empty. */
  empty?: { title: string; text: string }
}

const sections: Section[] = [
  {
    list: "forMe",
    title: "Waiting for you",
    note: "To decide, to do, or to review. Latest first.",
    empty: {
      title: "Nothing waits for you",
      text: "What needs your approval, or was approved for you, stands here, and is counted at the top of every page.",
    },
  },
  {
    list: "emergencies",
    title: "Emergencies to be reviewed",
    note: "Done without a second person. Each stays here until somebody of the role that would have approved it has reviewed it.",
  },
  { list: "mine", title: "You asked for", note: "They wait for somebody else." },
  { list: "others", title: "Waiting for somebody else", note: "Asked for by others." },
  {
    list: "past",
    title: "Past",
    note: "Done, refused, withdrawn, void or expired.",
    empty: {
      title: "Nothing is settled yet",
      text: "What was decided stays here, with who decided it and why.",
    },
  },
]

export default async function ApprovalsPage({ searchParams }: PageProps) {
  const ctx = await requireContext(APPROVALS_HREF, "approvals.view")
  const after = one((await searchParams).after) ?? null
  const shown = after === null ? sections : sections.filter(({ list }) => list === "past")
  const pages = await Promise.all(
    shown.map(async (section) => {
      const isPaged = section.list === "past"
      return { section, page: await listApprovals(ctx, section.list, isPaged ? after : null) }
    }),
  )
  const all = pages.flatMap(({ page }) => page.approvals)
  const names = await namesOf(
    ctx,
    all.flatMap(({ requestedBy, decidedBy, performedBy }) =>
      [requestedBy, decidedBy ?? [], performedBy ?? []].flat(),
    ),
  )
  const incidents = await listIncidentNames(
    ctx,
    all.map(({ incidentId }) => incidentId),
  )
  const trail = <Breadcrumbs crumbs={[{ label: "Incidents", href: "/" }, { label: "Approvals" }]} />
  return (
    <Desk>
      <PageHeader title="Approvals" trail={trail} />
      {pages.map(({ section: { list, title, note, empty }, page: { approvals, next } }) =>
        approvals.length === 0 && !empty ? null : (
          <Panel
            key={list}
            title={title}
            note={
              next !== null && list !== "past"
                ? `${note} The latest ${counted(approvals.length, "one")}.`
                : note
            }
            isFlush
          >
            {approvals.length === 0 && empty ? (
              <EmptyState title={empty.title}>{empty.text}</EmptyState>
            ) : (
              <ApprovalItems approvals={approvals} now={ctx.now()} names={names} incidents={incidents} />
            )}
            {list === "past" && (next !== null || after !== null) ? (
              <Pages after={after} next={next} />
            ) : null}
          </Panel>
        ),
      )}
    </Desk>
  )
}

function Pages({ after, next }: { after: string | null; next: string | null }) {
  return (
    <div className={styles.pages}>
      {after === null ? null : <LinkButton href={APPROVALS_HREF}>Go back to the latest</LinkButton>}
      {next === null ? null : (
        <LinkButton href={`${APPROVALS_HREF}?after=${next}`}>Show earlier ones</LinkButton>
      )}
    </div>
  )
}
