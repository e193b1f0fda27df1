import { setTimeout as wait } from "node:timers/promises"
import type { SystemContext } from "../../../lib/core/context.ts"
import { lockKeyOf } from "../../../lib/core/held-lock.ts"

const LOOK_EVERY_MS = 500

/** How long chunks of workers that have died wait until somebody else can have them. */
export class TakeOverWatch {
  private readonly since = new Map<string, number>()
  private readonly stopping = new AbortController()
  private readonly looking: Promise<void>
  /** One for each worker that died with chunks. */
  readonly seconds: number[] = []
  private readonly ctx: SystemContext

  constructor(ctx: SystemContext) {
    this.ctx = ctx
    this.looking = this.keepLooking()
  }

  async stop(): Promise<void> {
    this.stopping.abort()
    await this.looking
  }

  private async keepLooking(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      // The database is restarted meanwhile; who is left over then is seen the next time.
      const holders = await chunkHolders(this.ctx).catch(() => null)
      if (holders !== null) this.note(holders.dead)
      await wait(LOOK_EVERY_MS, undefined, { signal: this.stopping.signal }).catch(() => {})
    }
  }

  private note(left: readonly string[]): void {
    const now = performance.now()
    for (const [worker, since] of this.since) {
      if (left.includes(worker)) continue
      this.since.delete(worker)
      this.seconds.push((now - since) / 1_000)
    }
    for (const worker of left) if (!this.since.has(worker)) this.since.set(worker, now)
  }
}

/** Workers that have chunks, those that live by their locks, and those that do not any more. */
export async function chunkHolders(ctx: SystemContext): Promise<{ living: string[]; dead: string[] }> {
  return await ctx.ledger(async (tx) => {
    const locks = await tx.$queryRaw<{ high: bigint; low: bigint }[]>`
      SELECT classid::bigint AS high, objid::bigint AS low FROM pg_locks WHERE locktype = 'advisory' AND granted`
    const held = new Set(locks.map(({ high, low }) => BigInt.asIntN(64, (high << 32n) | low)))
    const workers = await tx.$queryRaw<{ id: string }[]>`
      SELECT DISTINCT worker_id::text AS id FROM run_chunk WHERE state = 'leased'`
    const isLiving = ({ id }: { id: string }) => held.has(lockKeyOf(id))
    return {
      living: workers.filter(isLiving).map(({ id }) => id),
      dead: workers.filter((one) => !isLiving(one)).map(({ id }) => id),
    }
  })
}
