"use client"

import { useParams } from "next/navigation"
import { EmptyState } from "../../../../../ui/blocks/empty-state.tsx"
import { LinkButton } from "../../../../../ui/controls/button.tsx"

/** A pseudonym that the revision does not have. */
export default function PersonNotFound() {
  const { incident } = useParams<{ incident: string }>()
  return (
    <>
      <h1 className="visually-hidden">Not found</h1>
      <EmptyState
        title="There is no such person in this revision"
        actions={
          <LinkButton kind="primary" href={`/incidents/${incident}/people`}>
            Look somebody up
          </LinkButton>
        }
      >
        No owner, viewer or undetermined account of this revision has this pseudonym, or there is no such
        revision. An account in no group opens for an hour to whoever looked it up: look it up again.
      </EmptyState>
    </>
  )
}
