"use client"

import type { MovedRow } from "../../../../../lib/exposure/reading/list-moved.ts"
import { causeWords } from "../../../../../lib/exposure/reading/words.ts"
import { DataText } from "../../../../shared/data-text.tsx"
import { usePages } from "../../../../shared/filters/use-pages.ts"
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
  page: Page<MovedRow>
}

/** The accounts that moved, each with its old and new group and the one cause; a row opens the person as it is now. */
export function MovedTable({ peoplePath, api, query, page }: MovedTableProps) {
  const loadMore = usePages<MovedRow>(api, query, page)
  const revision = new URLSearchParams(query).get("revision")
  return (
    <VirtualTable
      label="Accounts that moved"
      unit="accounts"
      columns={columns}
      page={page}
      loadMore={loadMore}
      getRowId={({ accountId }) => accountId}
      getRowHref={({ accountId }) => `${peoplePath}/${encodeURIComponent(accountId)}?revision=${revision}`}
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

const columns: VirtualColumn<MovedRow>[] = [
  {
    id: "account",
    header: "Account",
    widthPx: 132,
    render: ({ accountId }) => <DataText>{accountId}</DataText>,
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
