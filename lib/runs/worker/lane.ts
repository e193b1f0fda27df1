import { setTimeout as wait } from "node:timers/promises"
import type { PlannedRun } from "../../../prisma/generated/client.ts"
import type { SystemContext } from "../../core/context.ts"
import type { Item, RunWork } from "../kind.ts"
import type { Pace } from "../pace.ts"
import { words } from "../rules.ts"
import { type Settled, takeTurn } from "../turn.ts"
import { ChunkSupply } from "./chunk-supply.ts"
import { PermitQueue } from "./permit-queue.ts"
import type { Slots } from "./slots.ts"
import type { WorkerLease } from "./worker-lease.ts"

/**
 * Items are committed as being sent so shortly before the first of them may leave, or as shortly as turns allow: a commit
 * that takes longer than those before it makes them late.
 */
const LEAD_MS = { min: 150, max: 1_000 }
/** What comes in within this time goes into one turn. */
const GATHER_MS = 10
/** An outcome is written down so soon, if nothing else calls for a turn. */
const FLUSH_MS = 50
/** A turn with so much in it waits for nothing. */
const MANY = 20
const AGAIN_MS = 300

interface LaneOf {
  ctx: SystemContext
  run: PlannedRun
  work: RunWork
  workerId: string
  lease: WorkerLease
  slots: Slots
  /** The worker is to end and has waited long enough for the database: what is not written then is settled by others. */
  givenUp: AbortSignal
}

/**
 * One run in one worker, from when there is something to do until there is nothing more for now: chunks, permits, turns
 * and the work itself go on beside each other, so that none waits for another. All that it began is settled when it ends.
 */
export class Lane {
  private readonly of: LaneOf
  private readonly supply: ChunkSupply
  private readonly permits: PermitQueue
  /** Committed as being sent, and waiting for an instant at which to leave. */
  private readonly begun: Item[] = []
  private outcomes: Settled[] = []
  private firstOutcomeAt = 0
  private performing = 0
  private isTurning = false
  private turnedAt = 0
  /** How long turns take just now: what the slowest of late took. */
  private turnMs = 0
  private isStopping = false
  /** A turn has failed: what is left is written in the end. */
  private isBroken = false
  private timer: NodeJS.Timeout | undefined
  private finish: () => void = () => {}
  /** What kept it from going on, if anything did. */
  trouble: unknown = null
  /** How many attempts came to an outcome. */
  performed = 0
  pushbacks = 0
  /** Why it rests, where it does: by the clock of `performance.now()`. */
  get restUntil(): number {
    return this.permits.restUntil
  }

  constructor(of: LaneOf) {
    this.of = of
    const { ctx, run, work, workerId } = of
    const wake = () => this.go()
    this.supply = new ChunkSupply(ctx, run.id, workerId, work, wake)
    this.permits = new PermitQueue(ctx, work.paceKey, run.pace as unknown as Pace, wake)
  }

  /** Begins nothing more; what is under way comes to its end. */
  stop(): void {
    if (this.isStopping) return
    this.isStopping = true
    this.supply.forget()
    this.giveUpBegun()
    this.go()
  }

  async work(): Promise<void> {
    const unlisten = this.of.slots.onFree(() => this.go())
    const onOver = () => this.stop()
    this.of.lease.over.addEventListener("abort", onOver)
    await new Promise<void>((resolve) => {
      this.finish = resolve
      this.go()
    })
    clearTimeout(this.timer)
    unlisten()
    this.of.lease.over.removeEventListener("abort", onOver)
    await this.untilWritten(() => this.settleAll())
    await this.untilWritten(() => this.supply.closeAll())
    await this.permits.close().catch(() => {})
  }

  private readonly onTrouble = (error: unknown): void => {
    this.trouble ??= error
    this.stop()
  }

  /** Looks what can be done now, and does it. Whatever happens calls it again. */
  private go(): void {
    clearTimeout(this.timer)
    const now = performance.now()
    if (!this.isStopping && !this.of.lease.letsBegin) this.stop()
    const departure = this.depart(now)
    if (!this.isStopping) this.supply.fetch(this.onTrouble)
    if (!this.isStopping) this.wantPermits()
    const turnAt = this.turnAt()
    if (turnAt !== null && turnAt <= now) void this.turn()
    else this.wakeAt(Math.min(departure ?? Number.POSITIVE_INFINITY, turnAt ?? Number.POSITIVE_INFINITY), now)
    if (!this.isIdle()) return
    this.stop()
    this.finish()
  }

  private wakeAt(instant: number, now: number): void {
    if (!Number.isFinite(instant)) return
    this.timer = setTimeout(() => this.go(), Math.max(0, instant - now))
  }

  private isIdle(): boolean {
    if (this.performing > 0 || this.isTurning || this.supply.isBusy || this.permits.isBusy) return false
    if (this.isStopping) return true
    if (this.begun.length > 0 || this.outcomes.length > 0) return false
    return this.supply.isDry && this.supply.count === 0 ? true : this.isResting()
  }

  private isResting(): boolean {
    return this.permits.count === 0 && this.permits.restUntil > performance.now()
  }

  /** Lets leave what may; gives when the next may. */
  private depart(now: number): number | null {
    while (this.begun.length > 0 && this.performing < this.of.work.batchMax) {
      const may = this.permits.use(now)
      if (may !== true) return may
      const item = this.begun.shift()
      if (item) void this.perform(item)
    }
    return null
  }

  private async perform(item: Item): Promise<void> {
    this.performing++
    const outcome = await this.of.work.perform(item, this.of.lease).then(
      (done) => {
        this.performed++
        return done
      },
      (error: unknown) => {
        this.onTrouble(error)
        return { state: "unknown" as const, reason: words.fault }
      },
    )
    this.performing--
    if (outcome.state === "deferred" && outcome.isPushback) {
      this.pushbacks++
      this.permits.pushBack()
    }
    this.note({ row: item.row, chunk: item.chunk, attempt: item.attempt, outcome })
    this.go()
  }

  private note(settled: Settled): void {
    if (this.outcomes.length === 0) this.firstOutcomeAt = performance.now()
    this.outcomes.push(settled)
  }

  /** A little ahead: also while there is no room, one at least for the first that can be begun then. */
  private wantPermits(): void {
    const spare = this.permits.count - this.begun.length
    const could = Math.min(this.supply.count, Math.max(1, this.room()))
    this.permits.want(could - spare, spare, this.onTrouble)
  }

  private room(): number {
    const underWay = this.begun.length + this.performing
    return Math.min(this.of.slots.free + this.outcomes.length, this.underWayMax() - underWay)
  }

  /**
   * One at first, and one more for each that came to an outcome: until connections are there and code is warm letters
   * take long, and those that wait for it would all arrive at once.
   */
  private underWayMax(): number {
    const { batchMax, aheadMax = 0 } = this.of.work
    return Math.min(batchMax + aheadMax, 1 + this.performed)
  }

  /** How many can be committed as being sent now: there is room for them, and a permit for each. */
  private beginnable(): number {
    if (this.isStopping) return 0
    return Math.max(0, Math.min(this.supply.count, this.permits.count - this.begun.length, this.room()))
  }

  private turnAt(): number | null {
    if (this.isTurning || this.isBroken) return null
    const begins = this.beginnable()
    if (begins === 0 && this.outcomes.length === 0) return null
    const flushAt = this.outcomes.length === 0 ? Number.POSITIVE_INFINITY : this.firstOutcomeAt + FLUSH_MS
    if (this.isStopping && this.performing === 0) return 0
    if (begins === 0) return this.outcomes.length >= MANY ? 0 : flushAt
    const firstLeaves = this.permits.instantOf(this.begun.length) ?? 0
    const gathered = begins >= MANY ? 0 : this.turnedAt + GATHER_MS
    const leadMs = Math.min(LEAD_MS.max, Math.max(LEAD_MS.min, this.turnMs * 1.5))
    return Math.min(flushAt, Math.max(firstLeaves - leadMs, gathered))
  }

  private async turn(): Promise<void> {
    this.isTurning = true
    const beganAt = performance.now()
    const { ctx, run, work, workerId, slots } = this.of
    const settle = this.outcomes
    const items = this.supply.take(this.beginnable())
    this.outcomes = []
    const reserved = Math.max(0, items.length - settle.length)
    slots.take(reserved)
    const begin = items.map(({ row, chunk }) => ({ row, chunk, epoch: this.supply.epochOf(chunk) }))
    try {
      const taking = takeTurn(ctx, { runId: run.id, workerId, begin, settle })
      for (const item of items) work.prepare?.(item)
      const done = await taking
      const begun = new Set(done.begun)
      slots.giveBack(settle.length + reserved - begun.size)
      for (const { chunk } of settle) this.supply.drop(chunk, this.onTrouble)
      for (const item of items) {
        if (begun.has(item.row)) this.begun.push(item)
        else this.supply.drop(item.chunk, this.onTrouble)
      }
      if (items.length > 0 && !(done.isOpen && done.isOurs)) this.stop()
    } catch (error) {
      // Nobody knows whether it was written: outcomes are told again, and what may be committed was surely not begun.
      this.outcomes = [...settle, ...this.outcomes]
      this.begun.push(...items)
      slots.giveBack(reserved - items.length)
      this.isBroken = true
      this.onTrouble(error)
    }
    if (this.isStopping) this.giveUpBegun()
    this.isTurning = false
    this.turnedAt = performance.now()
    this.turnMs = Math.max(this.turnMs * 0.9, this.turnedAt - beganAt)
    this.go()
  }

  private giveUpBegun(): void {
    const outcome = { state: "deferred", reason: words.notBegun, againInS: 0, isPushback: false } as const
    for (const { row, chunk, attempt } of this.begun.splice(0)) this.note({ row, chunk, attempt, outcome })
  }

  private async settleAll(): Promise<void> {
    const settle = this.outcomes
    if (settle.length === 0) return
    const { ctx, run, workerId, slots } = this.of
    await takeTurn(ctx, { runId: run.id, workerId, begin: [], settle })
    this.outcomes = []
    slots.giveBack(settle.length)
  }

  private async untilWritten(write: () => Promise<void>): Promise<void> {
    const { ctx, givenUp } = this.of
    while (!givenUp.aborted) {
      try {
        return await write()
      } catch (error) {
        this.trouble ??= error
        ctx.log.warn("worker.waits", { error })
        await wait(AGAIN_MS, undefined, { signal: givenUp }).catch(() => {})
      }
    }
  }
}
