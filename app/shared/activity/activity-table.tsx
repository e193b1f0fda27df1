import { wordsOf } from "../../../lib/trail/act-words.ts"
import type { EntriesPage, ListedEntry } from "../../../lib/trail/list-entries.ts"
import { EmptyState } from "../../ui/blocks/empty-state.tsx"
import { LinkButton } from "../../ui/controls/button.tsx"
import { Digest } from "../../ui/figures/digest.tsx"
import { Instant } from "../../ui/figures/instant.tsx"
import { Count } from "../../ui/figures/share.tsx"
import { type DataColumn, DataTable } from "../../ui/table/data-table.tsx"
import { DataText } from "../data-text.tsx"
import styles from "./activity.module.css"

interface ActivityTableProps {
  path: string
  /** What is filtered, as the text of a query. */
  filters: string
  page: EntriesPage
}

export function ActivityTable({ path, filters, page }: ActivityTableProps) {
  const { entries, newer, older } = page
  return (
    <>
      <DataTable
        caption="Entries of the trail"
        isCaptionHidden
        columns={columns}
        rows={entries}
        getRowKey={({ seq }) => String(seq)}
        empty={<NoEntry path={path} hasFilters={filters !== ""} />}
      />
      {newer || older ? (
        <nav className={styles.pages} aria-label="Pages of entries">
          <span>
            {newer ? (
              <LinkButton isSmall href={pageHref(path, filters, newer)}>
                Newer entries
              </LinkButton>
            ) : (
              "These are the newest."
            )}
          </span>
          <span>
            {older ? (
              <LinkButton isSmall href={pageHref(path, filters, older)}>
                Older entries
              </LinkButton>
            ) : (
              "These are the oldest."
            )}
          </span>
        </nav>
      ) : null}
    </>
  )
}

function pageHref(path: string, filters: string, cursor: Record<string, number>): string {
  const params = new URLSearchParams(filters)
  for (const [name, seq] of Object.entries(cursor)) params.set(name, String(seq))
  return `${path}?${params}`
}

const columns: DataColumn<ListedEntry>[] = [
  {
    id: "seq",
    header: "Entry",
    isNumeric: true,
    isRowHeader: true,
    render: ({ seq }) => <Count of={seq} />,
  },
  {
    id: "who",
    header: "Who and when",
    render: ({ actor, role, at }) => (
      <>
        <DataText>{actor}</DataText>
        {role === "system" ? null : <span className="soft"> as {role}</span>}
        <div className={styles.when}>
          <Instant at={at} precision="second" />
        </div>
      </>
    ),
  },
  { id: "what", header: "What", render: (entry) => <What entry={entry} /> },
  { id: "hash", header: "Hash", render: ({ hash }) => <Digest sha256={hash} /> },
]

function What({ entry: { act, told } }: { entry: ListedEntry }) {
  return (
    <div className={styles.what}>
      <div>{wordsOf(act)}</div>
      {told === null ? (
        <p className="soft small">What it told was forgotten; that it was done stays.</p>
      ) : told.length === 0 ? null : (
        <dl className={styles.told}>
          {told.map(({ label, value }) => (
            <div key={`${label} ${value}`} className={styles.pair}>
              <dt>{label}</dt>
              <dd>
                <DataText>{value}</DataText>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  )
}

function NoEntry({ path, hasFilters }: { path: string; hasFilters: boolean }) {
  if (!hasFilters)
    return (
      <EmptyState title="Nothing has been done yet">
        Whatever is done here stands in this list from then on, with who did it and when.
      </EmptyState>
    )
  return (
    <EmptyState
      title="No entry is like this"
      actions={<LinkButton href={path}>Clear all filters</LinkButton>}
    >
      Take a longer stretch of days, any act, or anybody.
    </EmptyState>
  )
}
