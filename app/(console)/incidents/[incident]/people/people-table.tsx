"use client"

import type { Named } from "../../../../../lib/exposure/identities/with-names.ts"
import type { PersonRow } from "../../../../../lib/exposure/reading/rows.ts"
import { type AskedSort, useAddressSort } from "../../../../shared/filters/use-address-sort.ts"
import { usePages } from "../../../../shared/filters/use-pages.ts"
import { ShownWho } from "../../../../shared/shown-name.tsx"
import { EmptyState } from "../../../../ui/blocks/empty-state.tsx"
import { Instant } from "../../../../ui/figures/instant.tsx"
import { Count } from "../../../../ui/figures/share.tsx"
import { GradeMark, GroupMark } from "../../../../ui/marks/exposure-marks.tsx"
import type { Page } from "../../../../ui/table/use-paged-rows.ts"
import type { VirtualColumn } from "../../../../ui/table/virtual-column.ts"
import { VirtualTable } from "../../../../ui/table/virtual-table.tsx"

interface PeopleTableProps {
  /** The room's address. */
  path: string
  /** Its query with the revision, as every further page needs it. */
  query: string
  page: Page<Named<PersonRow>>
  asked: AskedSort
  /** Upper grades say more than the grades: they get columns of their own. */
  hasUpper: boolean
  /** Somebody is revealed: who people are gets a column of its own. */
  hasNames: boolean
}

/** The accounts that the filters ask for; a row opens the person. */
export function PeopleTable({ path, query, page, asked, hasUpper, hasNames }: PeopleTableProps) {
  const { sort, onSort } = useAddressSort(path, query, asked)
  const loadMore = usePages<Named<PersonRow>>(`/api${path}`, query, page)
  const revision = new URLSearchParams(query).get("revision")
  return (
    <VirtualTable
      label="Owners and viewers"
      unit="accounts"
      columns={columnsWith(hasUpper, hasNames)}
      page={page}
      loadMore={loadMore}
      getRowId={({ pseudonym }) => pseudonym}
      getRowHref={({ pseudonym }) => `${path}/${pseudonym}?revision=${revision}`}
      sort={sort}
      onSort={onSort}
      empty={
        <EmptyState title="No account is what the filters ask for">
          Clear a filter, or look the account up by its id or e-mail address above.
        </EmptyState>
      }
    />
  )
}

const columns: VirtualColumn<Named<PersonRow>>[] = [
  {
    id: "pseudonym",
    header: "Account",
    sortable: "ascending",
    widthPx: 208,
    render: ({ pseudonym }) => pseudonym,
  },
  {
    id: "group",
    header: "Group",
    sortable: "descending",
    widthPx: 204,
    render: ({ group }) => <GroupMark group={group} />,
  },
  {
    id: "viewer_grade",
    header: "As viewer",
    sortable: "descending",
    widthPx: 156,
    render: ({ viewerGrade }) => <GradeMark grade={viewerGrade} />,
  },
  {
    id: "viewers",
    header: "Viewers",
    isNumeric: true,
    sortable: "descending",
    widthPx: 96,
    render: ({ viewers }) => <Count of={viewers} />,
  },
  {
    id: "owners",
    header: "Owners",
    isNumeric: true,
    sortable: "descending",
    widthPx: 96,
    render: ({ owners }) => <Count of={owners} />,
  },
  {
    id: "first_at",
    header: "First event (UTC)",
    sortable: "ascending",
    widthPx: 164,
    render: ({ firstAt }) => (firstAt ? <Instant at={firstAt} isBare /> : "–"),
  },
  {
    id: "last_at",
    header: "Last event (UTC)",
    sortable: "descending",
    widthPx: 164,
    render: ({ lastAt }) => (lastAt ? <Instant at={lastAt} isBare /> : "–"),
  },
  {
    id: "owner_exposures",
    header: "Exposures as owner",
    isNumeric: true,
    sortable: "descending",
    widthPx: 168,
    render: ({ ownerExposures }) => <Count of={ownerExposures} />,
  },
  {
    id: "viewer_exposures",
    header: "Exposures as viewer",
    isNumeric: true,
    sortable: "descending",
    widthPx: 168,
    render: ({ viewerExposures }) => <Count of={viewerExposures} />,
  },
  {
    id: "devices",
    header: "Devices",
    isNumeric: true,
    sortable: "descending",
    widthPx: 96,
    render: ({ devices }) => <Count of={devices} />,
  },
  { id: "reachable", header: "E-mail", widthPx: 88, render: ({ reachable }) => (reachable ? "yes" : "none") },
]

const upper: VirtualColumn<Named<PersonRow>>[] = [
  {
    id: "owner_grade_upper",
    header: "As owner, at most",
    sortable: "descending",
    widthPx: 172,
    render: ({ ownerGradeUpper }) => <GradeMark grade={ownerGradeUpper} side="owner" />,
  },
  {
    id: "viewer_grade_upper",
    header: "As viewer, at most",
    sortable: "descending",
    widthPx: 172,
    render: ({ viewerGradeUpper }) => <GradeMark grade={viewerGradeUpper} />,
  },
]

const who: VirtualColumn<Named<PersonRow>> = {
  id: "who",
  header: "Revealed to you",
  widthPx: 260,
  render: ({ shown }) => <ShownWho shown={shown} />,
}

const [first, ...others] = columns

function columnsWith(hasUpper: boolean, hasNames: boolean): VirtualColumn<Named<PersonRow>>[] {
  const graded = hasUpper ? [...others.slice(0, 2), ...upper, ...others.slice(2)] : others
  return [first ?? [], hasNames ? who : [], graded].flat()
}
