import type { GateCounts } from "../../runs/kind.ts"
import type { StateCounts } from "../../runs/rules.ts"
import { BOUNCED_SHARE_DEFAULT } from "../settings.ts"

/** So many letters say something; fewer are looked at together with all that went before. */
const LETTERS_MIN = 200
/** One or two that come back say nothing, whatever their share. */
const FAILED_MIN = 10
/** A relay that is started anew pushes back for a moment. */
const PUSHBACKS_MIN = 100

/**
 * Whether a run of letters should pause by itself: too many of the latest came back or were refused, or the relay pushes
 * most of them back. What is old news does not pause it again.
 */
export function brake({ states, recent, pushbacks, settings }: GateCounts): { reason: string } | null {
  const bound = boundOf(settings)
  const isEnough = ended(recent) >= LETTERS_MIN
  const counts = isEnough ? recent : states
  const failed = failedOf(counts)
  if (failedOf(recent) > 0 && failed >= FAILED_MIN && failed > bound * ended(counts))
    return {
      reason: `${percent(failed / ended(counts))} of the ${isEnough ? "latest " : ""}letters came back or were refused; ${percent(bound)} was agreed to`,
    }
  const tried = pushbacks + ended(recent)
  if (pushbacks >= PUSHBACKS_MIN && pushbacks > tried / 2)
    return { reason: `The relay pushed ${percent(pushbacks / tried)} of the latest letters back` }
  return null
}

/** Letters of which something is known; reports move them from one of these to another. */
function ended({ accepted, delivered, bounced, complained, rejected, unknown }: StateCounts): number {
  return accepted + delivered + bounced + complained + rejected + unknown
}

function failedOf({ bounced, rejected }: StateCounts): number {
  return bounced + rejected
}

function boundOf(settings: unknown): number {
  const { brake } = (settings ?? {}) as { brake?: { bouncedShare?: number } }
  return brake?.bouncedShare ?? BOUNCED_SHARE_DEFAULT
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1).replace(/\.0$/, "")} %`
}
