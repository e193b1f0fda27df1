import type { ReactNode } from "react"
import { countWaiting } from "../../lib/access/approvals/list-approvals.ts"
import { findContext, findPerson } from "../server/session.ts"
import { Button } from "../ui/controls/button.tsx"
import { AppShell } from "../ui/shell/app-shell.tsx"
import { PlaceNav } from "../ui/shell/place-nav.tsx"
import { WaitingBadge } from "./approvals/waiting-badge.tsx"
import { placesFor } from "./places.ts"

interface DeskProps {
  incident?: ReactNode
  rooms?: ReactNode
  children: ReactNode
}

/** The frame of every page for whoever is signed in; nobody else sees one, for the page within sends them to sign in. */
export async function Desk({ incident, rooms, children }: DeskProps) {
  const person = await findPerson()
  if (!person) return children
  const ctx = await findContext()
  const waiting = <WaitingBadge count={ctx ? await countWaiting(ctx) : 0} />
  const signOut = (
    <form method="post" action="/api/sign-out">
      <Button isSmall type="submit">
        Sign out
      </Button>
    </form>
  )
  const places = person.isSecondFactorMissing ? null : <PlaceNav places={placesFor(person)} />
  return (
    <AppShell
      person={person}
      places={places}
      waiting={waiting}
      signOut={signOut}
      incident={incident}
      rooms={rooms}
    >
      {children}
    </AppShell>
  )
}
