import Link from "next/link"
import type { ReactNode } from "react"
import { findResult } from "../../lib/exposure/revisions/get-result.ts"
import type { Room } from "../server/open-room.ts"
import { Notice } from "../ui/blocks/notice.tsx"
import { Instant } from "../ui/figures/instant.tsx"
import { PageHeader } from "../ui/shell/page-header.tsx"
import { type RoomName, roomHref } from "./addresses.ts"

interface ResultHeaderProps {
  room: Room
  title: string
  trail?: ReactNode
  actions?: ReactNode
  marks?: ReactNode
  /** Where a newer revision shows the same room. */
  name?: RoomName
}

/** The head of a room: which revision it shows, of which window, and whether there is a newer one. */
export async function ResultHeader({ room, title, trail, actions, marks, name = "" }: ResultHeaderProps) {
  const { ctx, incident, result } = room
  const latest = await findResult(ctx, incident)
  const newer = latest && latest.revision.number > result.revision.number ? latest.revision.number : null
  const { window, digest } = result.summary
  return (
    <>
      <PageHeader
        title={title}
        trail={trail}
        actions={actions}
        marks={marks}
        facts={[
          `Revision ${result.revision.number}`,
          <span key="window">
            window <Instant at={window.from} isBare /> to <Instant at={window.to} isBare /> UTC
          </span>,
          <span key="digest">
            digest <code>{digest.slice(0, 12)}</code>
          </span>,
        ]}
      />
      {newer === null ? null : (
        <Notice tone="info" title={`Revision ${newer} is there`}>
          This page shows revision {result.revision.number}.{" "}
          <Link href={roomHref(incident, name, newer)}>Show revision {newer}</Link>
        </Notice>
      )}
    </>
  )
}
