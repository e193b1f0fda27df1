import { setMaxListeners } from "node:events"
import type { SystemContext } from "../../core/context.ts"
import { LEASE_S } from "../claim-chunk.ts"
import type { Lease } from "../kind.ts"
import { renewLeases } from "../renew-leases.ts"

const RENEW_EVERY_MS = 5_000
/** Nothing is begun that might not end within the lease. */
const BEGIN_MS_MIN = 15_000

/**
 * The leases of one worker, renewed by a timer of their own for as long as the database answers. They end by this
 * process's clock, counted from before the renewal was sent, so never later than the database thinks.
 */
export class WorkerLease implements Lease {
  until = performance.now() + LEASE_S * 1_000
  private readonly ended = new AbortController()
  private readonly renewing: NodeJS.Timeout
  private ending: NodeJS.Timeout | undefined
  private isAsking = false
  private readonly ctx: SystemContext
  private readonly workerId: string

  constructor(ctx: SystemContext, workerId: string) {
    this.ctx = ctx
    this.workerId = workerId
    setMaxListeners(0, this.ended.signal) // Everything that is under way listens.
    this.renewing = setInterval(() => void this.renew(), RENEW_EVERY_MS)
    this.endAt(this.until)
  }

  get over(): AbortSignal {
    return this.ended.signal
  }

  get letsBegin(): boolean {
    return !this.ended.signal.aborted && this.until - performance.now() >= BEGIN_MS_MIN
  }

  close(): void {
    clearInterval(this.renewing)
    clearTimeout(this.ending)
  }

  private async renew(): Promise<void> {
    if (this.isAsking || this.ended.signal.aborted) return
    this.isAsking = true
    const asked = performance.now()
    try {
      await renewLeases(this.ctx, this.workerId)
      if (!this.ended.signal.aborted) this.endAt(asked + LEASE_S * 1_000)
    } catch (error) {
      this.ctx.log.warn("worker.waits", { error })
    } finally {
      this.isAsking = false
    }
  }

  private endAt(until: number): void {
    this.until = until
    clearTimeout(this.ending)
    this.ending = setTimeout(() => this.ended.abort(), until - performance.now())
  }
}
