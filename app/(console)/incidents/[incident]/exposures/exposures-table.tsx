"use client"

import Link from "next/link"
import { useMemo } from "react"
import type { NamedExposure } from "../../../../../lib/exposure/identities/with-names.ts"
import { DataText } from "../../../../shared/data-text.tsx"
import { type AskedSort, useAddressSort } from "../../../../shared/filters/use-address-sort.ts"
import { usePages } from "../../../../shared/filters/use-pages.ts"
import { ShownWho } from "../../../../shared/shown-name.tsx"
import { EmptyState } from "../../../../ui/blocks/empty-state.tsx"
import { Instant } from "../../../../ui/figures/instant.tsx"
import { Count } from "../../../../ui/figures/share.tsx"
import { GradeMark, RelationMark } from "../../../../ui/marks/exposure-marks.tsx"
import type { Page } from "../../../../ui/table/use-paged-rows.ts"
import type { VirtualColumn } from "../../../../ui/table/virtual-column.ts"
import { VirtualTable } from "../../../../ui/table/virtual-table.tsx"

interface ExposuresTableProps {
  path: string
  peoplePath: string
  revision: number
  /** The list's query with the revision, as every further page needs it. */
  query: string
  page: Page<NamedExposure>
  asked: AskedSort
  /** Somebody is revealed: who the two sides are gets columns of its own. */
  hasNames: boolean
}

/** The exposures that the filters ask for; a row opens the owner, and the viewer's pseudonym the viewer. */
export function ExposuresTable({
  path,
  peoplePath,
  revision,
  query,
  page,
  asked,
  hasNames,
}: ExposuresTableProps) {
  const { sort, onSort } = useAddressSort(path, query, asked)
  const loadMore = usePages<NamedExposure>(`/api${path}`, query, page)
  const hrefOf = useMemo(
    () => (pseudonym: string) => `${peoplePath}/${pseudonym}?revision=${revision}`,
    [peoplePath, revision],
  )
  const columns = useMemo(() => columnsWith(hrefOf, hasNames), [hrefOf, hasNames])
  return (
    <VirtualTable
      label="Exposures"
      unit="exposures"
      columns={columns}
      page={page}
      loadMore={loadMore}
      getRowId={identityOf}
      getRowHref={({ owner }) => hrefOf(owner)}
      sort={sort}
      onSort={onSort}
      empty={
        <EmptyState title="No exposure is what the filters ask for">
          Clear a filter, or look among the people for an account by its pseudonym.
        </EmptyState>
      }
    />
  )
}

function identityOf({ owner, viewer, deviceId, mediaId }: NamedExposure): string {
  return JSON.stringify([owner, viewer, deviceId, mediaId])
}

function columnsWith(
  hrefOf: (pseudonym: string) => string,
  hasNames: boolean,
): VirtualColumn<NamedExposure>[] {
  return [
    {
      id: "owner",
      header: "Owner",
      sortable: "ascending",
      widthPx: 208,
      render: ({ owner }) => owner,
    },
    {
      id: "viewer",
      header: "Viewer",
      sortable: "ascending",
      widthPx: 196,
      render: ({ viewer }) =>
        viewer === null ? (
          <span className="soft">not named</span>
        ) : (
          <Link href={hrefOf(viewer)} prefetch={false}>
            {viewer}
          </Link>
        ),
    },
    ...(hasNames ? who : []),
    {
      id: "grade",
      header: "What happened",
      sortable: "descending",
      widthPx: 150,
      render: ({ grade }) => <GradeMark grade={grade} />,
    },
    {
      id: "relation",
      header: "The viewer was",
      sortable: "descending",
      widthPx: 204,
      render: ({ relation }) => <RelationMark relation={relation} />,
    },
    {
      id: "first_at",
      header: "First event (UTC)",
      sortable: "ascending",
      widthPx: 188,
      render: ({ firstAt }) => <Instant at={firstAt} precision="second" isBare />,
    },
    {
      id: "events",
      header: "Events",
      isNumeric: true,
      sortable: "descending",
      widthPx: 92,
      render: ({ events }) => <Count of={events} />,
    },
    {
      id: "device_id",
      header: "Device",
      sortable: "ascending",
      widthPx: 208,
      render: ({ deviceId, deviceLabel }) => (
        <>
          {deviceLabel === null ? null : <DataText>{`“${deviceLabel}” `}</DataText>}
          <DataText>{deviceId}</DataText>
        </>
      ),
    },
    {
      id: "media_id",
      header: "Item",
      sortable: "ascending",
      widthPx: 120,
      render: ({ mediaId }) => (mediaId === null ? "–" : <DataText>{mediaId}</DataText>),
    },
    {
      id: "recorded_at",
      header: "Recorded (UTC)",
      sortable: "ascending",
      widthPx: 188,
      render: ({ recordedAt }) =>
        recordedAt ? <Instant at={recordedAt} precision="second" isBare /> : "not known",
    },
    {
      id: "last_at",
      header: "Last event (UTC)",
      sortable: "descending",
      widthPx: 188,
      render: ({ lastAt }) => <Instant at={lastAt} precision="second" isBare />,
    },
    { id: "scope", header: "In scope", widthPx: 88, render: ({ inScope }) => (inScope ? "yes" : "no") },
  ]
}

const who: VirtualColumn<NamedExposure>[] = [
  {
    id: "shownOwner",
    header: "Owner, as revealed to you",
    widthPx: 220,
    render: ({ shownOwner }) => <ShownWho shown={shownOwner} />,
  },
  {
    id: "shownViewer",
    header: "Viewer, as revealed to you",
    widthPx: 220,
    render: ({ viewer, shownViewer }) => (viewer === null ? "–" : <ShownWho shown={shownViewer} />),
  },
]
