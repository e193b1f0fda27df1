import { may } from "../../lib/access/rules.ts"
import type { Actor } from "../../lib/core/context.ts"
import type { View } from "../../lib/core/permissions.ts"

/** Rooms of the installation, and what one must be permitted to see to find them. */
const sections: readonly { href: string; label: string; view: View }[] = [
  { href: "/activity", label: "Activity", view: "trail.view" },
]

/** The rooms of the installation that are for this person. */
export function sectionsFor(actor: Pick<Actor, "role">): { href: string; label: string }[] {
  return sections.filter(({ view }) => may(actor, view).allowed).map(({ href, label }) => ({ href, label }))
}
