import Link from "next/link"
import { findPerson } from "../server/session.ts"
import { EmptyState } from "../ui/blocks/empty-state.tsx"
import { LinkButton } from "../ui/controls/button.tsx"

/** What stands in the place of a page that is not for the role of whoever is signed in. */
export async function Refused() {
  const person = await findPerson()
  return (
    <>
      <h1 className="visually-hidden">Not for your role</h1>
      <EmptyState
        title="This page is not for your role"
        actions={
          <LinkButton kind="primary" href="/">
            Go to the incidents
          </LinkButton>
        }
      >
        You are signed in as {person?.role ?? "nobody"}. <Link href="/roles">What each role may</Link> stands
        in one table; an administrator gives roles.
      </EmptyState>
    </>
  )
}
