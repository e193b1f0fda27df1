import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { readLetterCode } from "../../public/letter-code.ts"
import type { ItemState } from "../../runs/rules.ts"
import { codeHashOf } from "../delivery/token.ts"

export interface FoundLetter {
  incidentId: string
  runId: string
  runNumber: number
  pseudonym: string
  variant: string
  state: ItemState
  sentAt: Date | null
}

/** The letter that has this code, whatever somebody took for 0 and 1; null where there is none. */
export async function findLetterByCode(
  ctx: Pick<Context, "actor" | "db">,
  typed: string,
): Promise<FoundLetter | null> {
  demand(ctx.actor, "notices.view")
  const code = readLetterCode(typed)
  if (code === null) return null
  const item = await ctx.db.runItem.findUnique({
    where: { codeHash: new Uint8Array(codeHashOf(code)) },
    include: { run: { select: { incidentId: true, number: true } } },
  })
  if (!item) return null
  const { runId, subject, variant, state, sentAt, run } = item
  const { incidentId, number: runNumber } = run
  return { incidentId, runId, runNumber, pseudonym: subject, variant, state, sentAt }
}
