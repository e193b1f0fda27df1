import type { InboxPage, ListedLetter } from "../../../lib/notices/inbox/list-inbox.ts"
import type { InboxQuery } from "../../../lib/notices/inbox/schemas.ts"
import { INBOX_HREF } from "../../shared/addresses.ts"
import { DataText } from "../../shared/data-text.tsx"
import { EmptyState } from "../../ui/blocks/empty-state.tsx"
import { LinkButton } from "../../ui/controls/button.tsx"
import { Instant } from "../../ui/figures/instant.tsx"
import { Count } from "../../ui/figures/share.tsx"
import { type DataColumn, DataTable } from "../../ui/table/data-table.tsx"
import styles from "./inbox.module.css"
import { OpenLetter } from "./open-letter.tsx"

export function InboxTable({ page, asked }: { page: InboxPage; asked: InboxQuery }) {
  const { letters, older, total } = page
  return (
    <>
      <DataTable
        caption="Letters that the sink keeps"
        isCaptionHidden
        columns={columns}
        rows={letters}
        getRowKey={({ id }) => String(id)}
        empty={<NoLetter isSearch={total > 0} />}
      />
      {asked.before === undefined && older === null ? null : (
        <nav className={styles.pages} aria-label="Pages of letters">
          {asked.before === undefined ? (
            <span>These are the newest.</span>
          ) : (
            <LinkButton isSmall href={pageHref(asked, undefined)}>
              Newest letters
            </LinkButton>
          )}
          {older === null ? (
            <span>These are the oldest.</span>
          ) : (
            <LinkButton isSmall href={pageHref(asked, older.before)}>
              Older letters
            </LinkButton>
          )}
        </nav>
      )}
    </>
  )
}

function pageHref({ subject }: InboxQuery, before: number | undefined): string {
  const params = new URLSearchParams()
  if (subject !== undefined) params.set("subject", subject)
  if (before !== undefined) params.set("before", String(before))
  const text = params.toString()
  return text === "" ? INBOX_HREF : `${INBOX_HREF}?${text}`
}

const columns: DataColumn<ListedLetter>[] = [
  {
    id: "subject",
    header: "Subject",
    isRowHeader: true,
    render: ({ subject }) =>
      subject === "" ? <span className="soft">no subject</span> : <DataText>{subject}</DataText>,
  },
  // Beside the subject, where narrow screens show it without being moved.
  {
    id: "open",
    header: <span className="visually-hidden">Open</span>,
    render: ({ id }) => <OpenLetter id={id} isSmall />,
  },
  { id: "to", header: "To", render: ({ to }) => <DataText>{to}</DataText> },
  {
    id: "taken",
    header: "Taken (UTC)",
    render: ({ takenAt }) => <Instant at={takenAt} precision="second" isBare />,
  },
  { id: "id", header: "Letter", isNumeric: true, render: ({ id }) => <Count of={id} /> },
]

function NoLetter({ isSearch }: { isSearch: boolean }) {
  if (isSearch)
    return (
      <EmptyState
        title="No letter has such a subject"
        actions={<LinkButton href={INBOX_HREF}>Show all letters</LinkButton>}
      >
        Search for a piece of the subject, whichever the case.
      </EmptyState>
    )
  return (
    <EmptyState title="No letter has come yet">
      Whatever a run sends while no relay is armed, and every test letter then, is kept here.
    </EmptyState>
  )
}
