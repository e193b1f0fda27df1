import type { GateCounts } from "../../runs/kind.ts"
import type { StateCounts } from "../../runs/rules.ts"
import { AHEAD_MAX, BATCH_MAX } from "./under-way.ts"

/** One or two that fail say nothing, whatever their share. */
const FAILED_MIN = 10
/** From this share of refusals on something is wrong with the list or the authority. */
const FAILED_SHARE_MAX = 0.05
/** An authority that is started anew pushes back for a moment. */
const PUSHBACKS_MIN = 20
/** More than one worker leaves that is killed: what it left is asked about, and says nothing of the authority. */
const UNKNOWN_MIN = BATCH_MAX + AHEAD_MAX + 1

/** Whether a logout should pause by itself: the authority refuses, pushes back, or gives no answers. */
export function brake({ states, recent, pushbacks }: GateCounts): { reason: string } | null {
  const done = ended(states)
  if (recent.rejected > 0 && states.rejected >= FAILED_MIN && states.rejected > FAILED_SHARE_MAX * done)
    return { reason: `The authority refused ${percent(states.rejected / done)} of ${done} subjects` }
  const tried = pushbacks + ended(recent)
  if (pushbacks >= PUSHBACKS_MIN && pushbacks > tried / 2)
    return {
      reason: `The authority pushed ${percent(pushbacks / tried)} of the latest calls back, or refuses our secret`,
    }
  if (recent.unknown >= UNKNOWN_MIN && recent.unknown > ended(recent) / 2)
    return { reason: `The authority gave no answer to ${recent.unknown} of the latest calls` }
  return null
}

/** Subjects of whom something is known. */
function ended({ accepted, verified, rejected, unknown }: StateCounts): number {
  return accepted + verified + rejected + unknown
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1).replace(/\.0$/, "")} %`
}
