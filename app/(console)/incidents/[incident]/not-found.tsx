"use client"

import { useParams } from "next/navigation"
import { EmptyState } from "../../../ui/blocks/empty-state.tsx"
import { LinkButton } from "../../../ui/controls/button.tsx"

/** A room or revision that this incident does not have; its rooms stay in reach. */
export default function RoomNotFound() {
  const { incident } = useParams<{ incident: string }>()
  return (
    <>
      <h1 className="visually-hidden">Not found</h1>
      <EmptyState
        title="There is nothing at this address"
        actions={
          <LinkButton kind="primary" href={`/incidents/${incident}`}>
            Go to the overview
          </LinkButton>
        }
      >
        This incident has no such room, revision or run, or the address was cut when it was copied.
      </EmptyState>
    </>
  )
}
