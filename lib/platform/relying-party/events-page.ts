import { escaped, messagePage } from "../idp/login-pages.ts"

export interface AppEvent {
  id: string
  title: string
}

/** What somebody's camera saw: always the same for the same person, for nothing here is real. */
export function eventsOf(sub: string): AppEvent[] {
  return ["Motion at the front door", "Motion in the yard", "Somebody rang"].map((title, nth) => ({
    id: `${Buffer.from(sub).toString("hex").slice(0, 8)}-${nth + 1}`,
    title,
  }))
}

/** The app as a person sees it. */
export function eventsPage(sub: string | null, isTabOn: boolean): string {
  if (!isTabOn)
    return messagePage("Your events", "This tab is switched off for now. Your cameras keep recording.")
  if (sub === null)
    return messagePage("Your events", "You are signed out.").replace(
      "</main>",
      '<p><a href="/sign-in">Sign in</a></p></main>',
    )
  const items = eventsOf(sub).map(({ title }) => `<li>${escaped(title)}</li>`)
  return messagePage("Your events", `Signed in as ${sub}.`).replace(
    "</main>",
    `<ul>${items.join("")}</ul></main>`,
  )
}
