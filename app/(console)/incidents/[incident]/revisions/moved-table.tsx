"use client"

import type { Named } from "../../../../../lib/exposure/identities/with-names.ts"
import type { MovedRow } from "../../../../../lib/exposure/reading/list-moved.ts"
import { causeWords } from "../../../../../lib/exposure/reading/words.ts"
import { usePages } from "../../../../shared/filters/use-pages.ts"
import { ShownWho } from "../../../../shared/shown-name.tsx"
import { EmptyState } from "../../../../ui/blocks/empty-state.tsx"
import { GradeMark, GroupMark } from "../../../../ui/marks/exposure-marks.tsx"
import type { Page } from "../../../../ui/table/use-paged-rows.ts"
import type { VirtualColumn } from "../../../../ui/table/virtual-column.ts"
import { VirtualTable } from "../../../../ui/table/virtual-table.tsx"

interface MovedTableProps {
  peoplePath: string
  /** Where further pages come from, and what they are asked with. */
  api: string
  query: string
  page: Page<Named<MovedRow>>
}

/** The accounts that moved, each with its old and new group and the one cause; a row opens the person as it is now. */
export function MovedTable({ peoplePath, api, query, page }: MovedTableProps) {
  const loadMore = usePages<Named<MovedRow>>(api, query, page)
  const revision = new URLSearchParams(query).get("revision")
  return (
    <VirtualTable
      label="Accounts that moved"
      unit="accounts"
      columns={page.rows.some(({ shown }) => shown !== null) ? withNames : columns}
      page={page}
      loadMore={loadMore}
      getRowId={({ pseudonym }) => pseudonym}
      getRowHref={({ pseudonym }) => `${peoplePath}/${pseudonym}?revision=${revision}`}
      sort={null}
      onSort={nothing}
      empty={
        <EmptyState title="No account moved for this cause">
          Show all causes to see those that did.
        </EmptyState>
      }
    />
  )
}

/** No column of this list can be sorted by. */
function nothing() {}

const columns: VirtualColumn<Named<MovedRow>>[] = [
  {
    id: "account",
    header: "Account",
    widthPx: 208,
    render: ({ pseudonym }) => pseudonym,
  },
  { id: "from", header: "Before", widthPx: 204, render: ({ from }) => <GroupMark group={from.group} /> },
  { id: "to", header: "Now", widthPx: 204, render: ({ to }) => <GroupMark group={to.group} /> },
  { id: "cause", header: "Cause", widthPx: 390, render: ({ cause }) => causeWords[cause] },
  {
    id: "viewerBefore",
    header: "As viewer, before",
    widthPx: 160,
    render: ({ from }) => <GradeMark grade={from.viewerGrade} />,
  },
  {
    id: "viewerNow",
    header: "As viewer, now",
    widthPx: 160,
    render: ({ to }) => <GradeMark grade={to.viewerGrade} />,
  },
]

const withNames: VirtualColumn<Named<MovedRow>>[] = columns.flatMap((column) =>
  column.id === "account"
    ? [
        column,
        {
          id: "who",
          header: "Revealed to you",
          widthPx: 260,
          render: ({ shown }) => <ShownWho shown={shown} />,
        },
      ]
    : [column],
)
