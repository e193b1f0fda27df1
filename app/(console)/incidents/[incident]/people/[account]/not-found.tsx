"use client"

import { useParams } from "next/navigation"
import { EmptyState } from "../../../../../ui/blocks/empty-state.tsx"
import { LinkButton } from "../../../../../ui/controls/button.tsx"

/** An account that no table and no exposure of the revision names. */
export default function AccountNotFound() {
  const { incident } = useParams<{ incident: string }>()
  return (
    <>
      <h1 className="visually-hidden">Not found</h1>
      <EmptyState
        title="There is no such account in this revision"
        actions={
          <LinkButton kind="primary" href={`/incidents/${incident}/people`}>
            Find an account
          </LinkButton>
        }
      >
        Neither the accounts table nor the log of this revision names it, or there is no such revision. Ids
        are compared letter by letter; with its e-mail address an account can be found among the people.
      </EmptyState>
    </>
  )
}
