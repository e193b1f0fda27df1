import type { SystemContext } from "../../core/context.ts"
import { batchOf, FAST_BATCH, isWithinHours, lateMsMax, type Pace, PER_SECOND_MAX } from "../pace.ts"
import { takePermits } from "../take-permits.ts"
import { FarClock } from "./far-clock.ts"

/** The permits of one run in one worker, in the order of their instants; each lets one item leave. */
export class PermitQueue {
  /** By the clock of `performance.now()`. */
  private instants: number[] = []
  private isTaking = false
  private unused = 0
  private isPushedBack = false
  private lateInARow = 0
  /** No permit is to be had before: the quota is used up, or the hours of the day are over. */
  restUntil = 0
  private readonly clock = new FarClock()
  private readonly ctx: SystemContext
  private readonly key: string
  private readonly pace: Pace
  private readonly wake: () => void
  private readonly lateMs: number
  private readonly atOnce: number

  constructor(ctx: SystemContext, key: string, pace: Pace, wake: () => void) {
    this.ctx = ctx
    this.key = key
    this.pace = pace
    this.wake = wake
    this.lateMs = lateMsMax(pace)
    this.atOnce = pace.perSecond >= PER_SECOND_MAX / 2 ? FAST_BATCH : batchOf(pace)
  }

  get count(): number {
    return this.instants.length
  }

  get isBusy(): boolean {
    return this.isTaking
  }

  /** When the nth may leave. */
  instantOf(nth: number): number | undefined {
    return this.instants[nth]
  }

  /** Uses the first: true where something may leave now, else when to ask again. What is too late lets nothing leave. */
  use(now: number): true | number | null {
    for (let first = this.instants[0]; first !== undefined; first = this.instants[0]) {
      if (first > now) return first
      this.instants.shift()
      if (now - first <= this.lateMs) {
        this.lateInARow = 0
        return true
      }
      this.unused++
      this.lateInARow++
    }
    return null
  }

  pushBack(): void {
    this.isPushedBack = true
  }

  /** Asks for as many as are wanted beside those that are there, at most a batch, where fewer than half a batch are spare. */
  want(count: number, spare: number, onTrouble: (error: unknown) => void): void {
    const half = this.atOnce / 2
    if (this.isTaking || count <= 0 || spare >= half || performance.now() < this.restUntil) return
    if (!isWithinHours(this.pace, this.ctx.now())) {
      this.restUntil = performance.now() + 1_000
      return
    }
    // Whoever is too slow for what was taken ahead takes no more than can leave at once.
    const ahead = this.lateInARow > 0 ? count : Math.max(count, this.atOnce)
    this.isTaking = true
    this.take(Math.min(ahead, this.atOnce))
      .catch(onTrouble)
      .finally(() => {
        this.isTaking = false
        this.wake()
      })
  }

  /** What is left is nobody's: its quota is given back. */
  async close(): Promise<void> {
    const left = this.instants.length + this.unused
    this.instants = []
    if (left > 0)
      await takePermits(this.ctx, this.key, this.pace, { count: 0, givenBack: left, isPushedBack: false })
  }

  private async take(count: number): Promise<void> {
    const wanted = { count, givenBack: this.unused, isPushedBack: this.isPushedBack }
    this.unused = 0
    this.isPushedBack = false
    const taken = await takePermits(this.ctx, this.key, this.pace, wanted)
    const now = performance.now()
    this.clock.note(taken.nowMs, now)
    const first = this.clock.hereOf(taken.fromMs)
    for (let nth = 0; nth < taken.count; nth++) this.instants.push(first + nth * taken.everyS * 1_000)
    if (taken.count === 0) this.restUntil = now + Math.max(0.05, taken.againInS) * 1_000
  }
}
