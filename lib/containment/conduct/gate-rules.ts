import type { AuthorityHealth } from "../../core/session-authority.ts"
import type { OpenWave } from "./chunks.ts"
import type { Trouble } from "./conducted.ts"

/** What is looked at between two waves. */
export interface GateFacts {
  wave: Pick<OpenWave, "unknown" | "rejected" | "done">
  /** Canaries of kinds that die at once, as they were seen after their end; null where it is not their turn. */
  survivors: readonly string[]
  /** Canaries of which nobody could say whether they are dead. */
  unseen: readonly string[]
  /** A login made just now is taken; null where that cannot be tried. */
  fresh: { isTaken: boolean; reason: string } | null
  health: AuthorityHealth | null
}

/** From these shares on something is wrong with the wave. */
const REJECTED_SHARE_MAX = 0.05
const REJECTED_MIN = 5
const FAILED_LOGINS_SHARE_MAX = 0.5
const ERRORS_SHARE_MAX = 0.1
/** So many logins say something. */
const LOGINS_MIN = 20

/** What keeps the next wave from being opened; nothing where it may be. */
export function gateTroubles({ wave, survivors, unseen, fresh, health }: GateFacts): Trouble[] {
  const troubles: Trouble[] = []
  const tell = (key: string, words: string) => troubles.push({ keys: [key], words })
  if (survivors.length > 0)
    troubles.push({
      keys: survivors.map((name) => `survives ${name}`),
      words: `Old tokens live on: ${survivors.join(", ")}`,
    })
  if (unseen.length > 0)
    troubles.push({
      keys: unseen.map((name) => `unseen ${name}`),
      words: `Nobody could say whether these are dead: ${unseen.join(", ")}`,
    })
  if (fresh && !fresh.isTaken) tell("fresh", `A login made just now is not taken: ${fresh.reason}`)
  if (wave.unknown > 0) tell("unknown", `Of ${wave.unknown} subjects nobody knows whether they were ended`)
  if (wave.rejected >= REJECTED_MIN && wave.rejected > REJECTED_SHARE_MAX * wave.done)
    tell("rejected", `${wave.rejected} of ${wave.done} subjects failed`)
  if (health) troubles.push(...healthTroubles(health))
  return troubles
}

function healthTroubles({ logins, failedLogins, errors, windowS }: AuthorityHealth): Trouble[] {
  const tried = logins + failedLogins
  const troubles: Trouble[] = []
  if (tried >= LOGINS_MIN && failedLogins > FAILED_LOGINS_SHARE_MAX * tried)
    troubles.push({
      keys: ["logins"],
      words: `${failedLogins} of ${tried} logins of the last ${windowS} s failed`,
    })
  if (errors >= LOGINS_MIN && errors > ERRORS_SHARE_MAX * tried)
    troubles.push({ keys: ["errors"], words: `The authority met ${errors} errors in the last ${windowS} s` })
  return troubles
}
