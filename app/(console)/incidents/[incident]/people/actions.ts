"use server"

import { refresh } from "next/cache"
import { redirect } from "next/navigation"
import { type LookedUp, lookUpPerson } from "../../../../../lib/exposure/identities/look-up-person.ts"
import { revealPerson } from "../../../../../lib/exposure/identities/reveal-person.ts"
import { getResult } from "../../../../../lib/exposure/revisions/get-result.ts"
import { getIncident } from "../../../../../lib/incidents/get-incident.ts"
import { type ActionState, refusal } from "../../../../server/answer.ts"
import { requireActor } from "../../../../server/session.ts"
import { personHref } from "../../../../shared/addresses.ts"

export interface LookUpState extends ActionState {
  /** What was looked for. */
  asked?: string
  /** Several accounts share the address; a single one is opened at once. */
  found?: (LookedUp["found"][number] & { href: string })[]
  isCut?: boolean
}

/** Opens the account of this id or e-mail address, or lists those that share it; what was typed stands in no address. */
export async function lookUpAction(_: LookUpState, form: FormData): Promise<LookUpState> {
  const ctx = await requireActor("person.look_up")
  const asked = String(form.get("idOrEmail") ?? "").trim()
  const revision = Number(form.get("revision"))
  const incident = await getIncident(ctx, String(form.get("incident")))
  const reason = String(form.get("reason") ?? "")
  const told = await getResult(ctx, incident, revision)
    .then((result) => lookUpPerson(ctx, result, { idOrEmail: asked, reason }))
    .catch(refusal)
  if (!("found" in told)) return told
  const [only, ...others] = told.found
  if (only && others.length === 0) redirect(personHref(incident, only.pseudonym, revision))
  return {
    asked,
    isCut: told.isCut,
    found: told.found.map((one) => ({ ...one, href: personHref(incident, one.pseudonym, revision) })),
  }
}

/** Reveals who a pseudonym is, and shows the page anew with it. */
export async function revealPersonAction(form: FormData): Promise<ActionState> {
  const ctx = await requireActor("person.reveal")
  try {
    const incident = await getIncident(ctx, String(form.get("incident")))
    const result = await getResult(ctx, incident, Number(form.get("revision")))
    await revealPerson(ctx, result, {
      pseudonym: String(form.get("pseudonym")),
      reason: String(form.get("reason") ?? ""),
    })
  } catch (error) {
    return refusal(error)
  }
  refresh()
  return {}
}
