import { canonicalJson } from "../../core/canonical-json.ts"
import type { Context } from "../../core/context.ts"

/** A sentence that says of tokens or sessions that they are no good any more, in the languages of letters. */
const CLAIMS = [
  /\b(?:tokens?|sessions?)\b[^.!?\n]*\b(?:reset|revoked|ended|invalid(?:ated)?|void|expired|no longer (?:work|valid))\b/i,
  /\b(?:reset|revoked|ended|invalidated)\b[^.!?\n]*\b(?:tokens?|sessions?)\b/i,
  /\b(?:\w*tokens?|sitzung(?:en)?)\b[^.!?\n]*\b(?:zurückgesetzt|widerrufen|beendet|ungültig|abgelaufen)\b/i,
  /\b(?:zurückgesetzt|widerrufen|beendet)\b[^.!?\n]*\b(?:\w*tokens?|sitzungen)\b/i,
]

/** Whether a text says that tokens or sessions are reset. */
export function claimsReset(text: string): boolean {
  return CLAIMS.some((claim) => claim.test(text))
}

/**
 * Why letters may not say that tokens are reset: no logout of the incident was closed without a gap. Null where one was, or
 * nothing that people wrote for these letters says so.
 */
export async function tokensResetFinding(
  db: Pick<Context["db"], "letterFacts" | "letterCopy" | "logoutRun">,
  incidentId: string,
): Promise<{ key: string; text: string } | null> {
  const facts = await db.letterFacts.findFirst({
    where: { incidentId },
    orderBy: { version: "desc" },
    select: { facts: true },
  })
  const copies = await db.letterCopy.findMany({
    where: { incidentId },
    orderBy: [{ letter: "asc" }, { locale: "asc" }, { version: "desc" }],
    distinct: ["letter", "locale"],
    select: { copy: true },
  })
  const written = [facts?.facts ?? null, ...copies.map(({ copy }) => copy)]
  if (!written.some((one) => claimsReset(canonicalJson(one)))) return null
  const proved = await db.logoutRun.count({ where: { phase: "closed", run: { incidentId } }, take: 1 })
  if (proved > 0) return null
  return {
    key: "tokens reset",
    text: "The letters say that tokens or sessions are reset, but no logout of this incident is closed with its proof: wait for it, say something else, or have legal say on what it rests",
  }
}
