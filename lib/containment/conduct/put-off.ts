import type { OpenWave } from "./chunks.ts"
import type { Trouble } from "./conducted.ts"

/** What is tried again no sooner than that has been put off again and again, or was asked to be. */
const AGAIN_MS = 2 * 60_000

/**
 * Where nothing is left of a wave but what is put off again and again, that is a trouble, which a person hears of; null
 * where something is still to be done, or will be soon.
 */
export function putOffTrouble(
  { waiting, deferred, triedAgainAt }: Pick<OpenWave, "waiting" | "deferred" | "triedAgainAt">,
  now: Date,
): Trouble | null {
  if (waiting > 0 || deferred === 0 || triedAgainAt === null) return null
  if (triedAgainAt.getTime() - now.getTime() < AGAIN_MS) return null
  const who = deferred === 1 ? "1 subject is" : `${deferred} subjects are`
  return {
    keys: ["put off"],
    words: `${who} put off again and again, until ${triedAgainAt.toISOString().slice(11, 19)} UTC at the soonest`,
  }
}
