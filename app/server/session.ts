import { headers } from "next/headers"
import { forbidden, redirect } from "next/navigation"
import { cache } from "react"
import { openContext } from "../../lib/access/open-context.ts"
import { may } from "../../lib/access/rules.ts"
import { findActor } from "../../lib/access/sign-in.ts"
import type { Context } from "../../lib/core/context.ts"
import type { Action } from "../../lib/core/permissions.ts"
import { resources } from "./resources.ts"

/** Who is signed in, or null; asked once a request. */
export const findPerson = cache(async () => findActor(resources().signIn, await headers()))

/**
 * The context of whoever is signed in and may see this; everybody else is sent to sign in, and from there to the address
 * they wanted, or told that it is not for their role.
 */
export async function requireContext(address: string, action: Action = "incident.view"): Promise<Context> {
  const person = await findPerson()
  if (!person) redirect(`/sign-in?next=${encodeURIComponent(address)}`)
  if (!may(person, action).allowed) forbidden()
  return openContext(resources(), person)
}

/** The context in which an action of a form is performed. A form that somebody may not send is not shown to them. */
export async function requireActor(action: Action): Promise<Context> {
  return await requireContext("/", action)
}

/** For routes that answer programs rather than people: null where nobody is signed in. */
export async function findContext(): Promise<Context | null> {
  const person = await findPerson()
  return person && openContext(resources(), person)
}
