"use server"

import { redirect } from "next/navigation"
import { findAccount } from "../../../../../lib/exposure/reading/find-account.ts"
import type { Group } from "../../../../../lib/exposure/reading/schemas.ts"
import { getResult } from "../../../../../lib/exposure/revisions/get-result.ts"
import { getIncident } from "../../../../../lib/incidents/get-incident.ts"
import { type ActionState, refusal } from "../../../../server/answer.ts"
import { requireContext } from "../../../../server/session.ts"
import { personHref } from "../../../../shared/addresses.ts"

export interface Finding extends ActionState {
  /** What was looked for. */
  asked?: string
  /** Several accounts share the address; a single one is opened at once. */
  found?: { accountId: string; status: string | null; group: Group | null; href: string }[]
  isCut?: boolean
}

/** Opens the account of this id or e-mail address, or lists those that share it; what was typed stands in no address. */
export async function findAccountAction(_: Finding, form: FormData): Promise<Finding> {
  const ctx = await requireContext("/")
  const asked = String(form.get("account") ?? "").trim()
  if (asked === "") return { fields: { account: "Type an account’s id or an e-mail address" } }
  const revision = Number(form.get("revision"))
  const incident = await getIncident(ctx, String(form.get("incident")))
  const found = await getResult(ctx, incident, revision)
    .then((result) => findAccount(ctx, result, asked))
    .catch(refusal)
  if (!("found" in found)) return found
  const [only, ...others] = found.found
  if (only && others.length === 0) redirect(personHref(incident, only.accountId, revision))
  return {
    asked,
    isCut: found.isCut,
    found: found.found.map(({ accountId, account, person }) => ({
      accountId,
      status: account?.status ?? null,
      group: person?.group ?? null,
      href: personHref(incident, accountId, revision),
    })),
  }
}
