import { may } from "../../lib/access/rules.ts"
import type { Actor } from "../../lib/core/context.ts"
import type { Action } from "../../lib/core/permissions.ts"
import type { Place } from "../ui/shell/place-nav.tsx"
import { APPROVALS_HREF, INBOX_HREF } from "./addresses.ts"

/** The places of the console besides the rooms of an incident; each is shown to whoever may see it. */
const places: readonly (Place & { action: Action })[] = [
  { href: "/", label: "Incidents", action: "incident.view" },
  { href: APPROVALS_HREF, label: "Approvals", action: "approvals.view" },
  { href: INBOX_HREF, label: "Inbox", action: "inbox.view" },
  { href: "/activity", label: "Activity", action: "trail.view" },
  { href: "/members", label: "Members", action: "members.view" },
  { href: "/settings/keys", label: "API keys", action: "settings.view" },
  { href: "/settings/webhooks", label: "Webhooks", action: "settings.view" },
  { href: "/settings/switches", label: "Switches", action: "settings.view" },
  { href: "/settings/authorities", label: "Authorities", action: "settings.view" },
  { href: "/settings/mail", label: "Mail", action: "settings.view" },
]

/** The places that this person may see. */
export function placesFor(actor: Actor): Place[] {
  return places.filter(({ action }) => may(actor, action).allowed).map(({ href, label }) => ({ href, label }))
}
