import { headers } from "next/headers"
import { redirect } from "next/navigation"
import { cache } from "react"
import { openContext } from "../../lib/access/open-context.ts"
import { findActor } from "../../lib/access/sign-in.ts"
import type { Context } from "../../lib/core/context.ts"
import { resources } from "./resources.ts"

/** Who is signed in, or null; asked once a request. */
export const findPerson = cache(async () => findActor(resources().signIn, await headers()))

/** The context of whoever is signed in; everybody else is sent to sign in, and from there to the address they wanted. */
export async function requireContext(address: string): Promise<Context> {
  const person = await findPerson()
  if (!person) redirect(`/sign-in?next=${encodeURIComponent(address)}`)
  return openContext(resources(), person)
}

/** For routes that answer programs rather than people: null where nobody is signed in. */
export async function findContext(): Promise<Context | null> {
  const person = await findPerson()
  return person && openContext(resources(), person)
}
