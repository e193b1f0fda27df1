import { setTimeout as wait } from "node:timers/promises"
import type { SystemContext } from "../core/context.ts"
import { anchorHeads, isAnchorDue } from "./anchor-heads.ts"
import { sealLedgers } from "./seal-ledger.ts"

const LOOK_EVERY_MS = 20_000
/** A relay that is down is not asked three times a minute. */
const ANCHOR_AGAIN_MS = 5 * 60_000

/**
 * Seals ledgers and anchors the trail as they fall due, until it is told to stop. What fails is told once, and tried
 * again: neither a full disk nor a relay that is down ends it.
 */
export async function keepTrail(
  ctx: SystemContext,
  tell: (message: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const sealing = new Attempt("ledgers cannot be sealed just now", 0, tell)
  const anchoring = new Attempt("the trail cannot be anchored just now", ANCHOR_AGAIN_MS, tell)
  while (!signal.aborted) {
    await sealing.make(() => sealLedgers(ctx))
    await anchoring.make(async () => {
      if (await isAnchorDue(ctx)) await anchorHeads(ctx, { isDue: true })
    })
    await wait(LOOK_EVERY_MS, undefined, { signal }).catch(() => {})
  }
}

/** Work that may fail: the same reason is told once, until it has gone well again. */
class Attempt {
  private readonly trouble: string
  private readonly againMs: number
  private readonly tell: (message: string) => void
  private told = ""
  private notBefore = 0

  constructor(trouble: string, againMs: number, tell: (message: string) => void) {
    this.trouble = trouble
    this.againMs = againMs
    this.tell = tell
  }

  async make(work: () => Promise<void>): Promise<void> {
    if (Date.now() < this.notBefore) return
    try {
      await work()
      this.told = ""
    } catch (error) {
      this.notBefore = Date.now() + this.againMs
      const reason = error instanceof Error ? error.message : String(error)
      if (reason !== this.told) this.tell(`${this.trouble}, and it is tried again: ${reason}`)
      this.told = reason
    }
  }
}
