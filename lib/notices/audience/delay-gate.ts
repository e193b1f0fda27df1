import { digestOf } from "../../core/canonical-json.ts"
import type { Context } from "../../core/context.ts"
import { readVariantKey } from "../../core/letters.ts"
import { findFacts } from "../letters/get-facts.ts"
import type { NoticePlan } from "./plan-shape.ts"

/**
 * Why Californian letters may not say that no authority asked to delay them: one did, and the facts of the letters say
 * otherwise. Null where none did, the facts say so, or no such letter is sent. Lifted holds count, for the letters say so.
 */
export async function delayFinding(
  db: Pick<Context["db"], "noticeHold" | "letterFacts">,
  incidentId: string,
  variants: NoticePlan["variants"],
): Promise<{ key: string; text: string } | null> {
  if (!variants.some(({ variant }) => readVariantKey(variant).jurisdiction === "us-ca")) return null
  const holds = await db.noticeHold.findMany({ where: { incidentId }, orderBy: { id: "asc" } })
  if (holds.length === 0) return null
  const kept = await findFacts(db, incidentId)
  if (kept === null || kept.facts.isDelayedByAuthority) return null
  const agencies = [...new Set(holds.map(({ agency }) => agency))]
  return {
    // Whoever lets it pass does so for these holds, and not for one that is placed later.
    key: `not delayed: ${digestOf(holds.map(({ id }) => id)).slice(0, 16)}`,
    text: `Letters to California would say that no law enforcement agency asked to delay them, but ${agencies.join(" and ")} asked to wait: say in the facts of the letters that an authority delayed them, or have legal say that none of them is a law enforcement agency`,
  }
}
