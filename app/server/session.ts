import { cookies, headers } from "next/headers"
import { forbidden, redirect } from "next/navigation"
import { cache } from "react"
import { openContext } from "../../lib/access/open-context.ts"
import type { Own } from "../../lib/access/own.ts"
import { may } from "../../lib/access/rules.ts"
import { findActor } from "../../lib/access/sessions/find-actor.ts"
import type { Context } from "../../lib/core/context.ts"
import type { Action } from "../../lib/core/permissions.ts"
import { resources } from "./resources.ts"

/** Who is signed in, or null; asked once a request. */
export const findPerson = cache(async () => findActor(resources().signIn, await browserHeaders()))

/** What the browser sent, with the cookies that an action has given it meanwhile: the page that follows is of both. */
async function browserHeaders(): Promise<Headers> {
  const sent = new Headers(await headers())
  sent.set("cookie", (await cookies()).toString())
  return sent
}

/**
 * The context of whoever is signed in and may see this; everybody else is sent to sign in, and from there to the address
 * they wanted, or to set a second factor that is needed, or told that it is not for their role.
 */
export async function requireContext(address: string, action: Action): Promise<Context> {
  const { ctx, person } = await requireOwn(address)
  if (person.isSecondFactorMissing) redirect("/account")
  if (!may(person, action).allowed) forbidden()
  return ctx
}

/** The context in which an action of a form is performed. A form that somebody may not send is not shown to them. */
export async function requireActor(action: Action): Promise<Context> {
  return await requireContext("/", action)
}

/** For one's own account, which everybody has, and before a second factor is set. */
export async function requireOwn(address: string): Promise<Own> {
  const person = await findPerson()
  if (!person) redirect(`/sign-in?next=${encodeURIComponent(address)}`)
  const { signIn } = resources()
  return { signIn, person, ctx: openContext(resources(), person), headers: await browserHeaders() }
}

/** For routes that answer programs rather than people: null where nobody is signed in, or a second factor is missing. */
export async function findContext(): Promise<Context | null> {
  const person = await findPerson()
  return person && !person.isSecondFactorMissing ? openContext(resources(), person) : null
}

/** For what a page asks by itself, which does not keep the session alive. */
export async function findIdleContext(request: Request): Promise<Context | null> {
  const person = await findActor(resources().signIn, request.headers, { isUse: false })
  return person && !person.isSecondFactorMissing ? openContext(resources(), person) : null
}
