import type { PlannedRun } from "../../../prisma/generated/client.ts"
import type { SystemContext } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { askAgainUnknown } from "../ask-again-unknown.ts"
import { finishRun } from "../finish-run.ts"
import { isPassing } from "../is-passing.ts"
import type { RunUser, RunWork } from "../kind.ts"
import type { OpenRun } from "../list-open-runs.ts"
import { isWithinHours, type Pace } from "../pace.ts"
import { pausePlannedRun } from "../pause-planned-run.ts"
import { runCounts } from "../run-counts.ts"
import { sealIfDue } from "../seal-run.ts"
import { GateWatch } from "./gate-watch.ts"
import { Lane } from "./lane.ts"
import { Slots } from "./slots.ts"
import type { WorkerLease } from "./worker-lease.ts"

const TEND_EVERY_MS = 3_000
/** Who can be asked about what is unknown is asked for so long before the run is finished without an answer. */
const ASK_MS_MAX = 5 * 60_000
/** Failed so often with nothing done in between, it is a fault of ours and nothing that passes. */
const TROUBLES_MAX = 5

export interface Worker {
  ctx: SystemContext
  workerId: string
  lease: WorkerLease
  slots: Slots
  givenUp: AbortSignal
}

/** One run that is under way, as one worker attends to it: its work, its lane while there is something to do, its gate. */
export class AttendedRun {
  private work: RunWork | null = null
  private run: PlannedRun | null = null
  private lane: Lane | null = null
  private laneEnds: Promise<void> = Promise.resolve()
  private tending: Promise<void> | null = null
  private tendedAt = Number.NEGATIVE_INFINITY
  private restUntil = 0
  private pushbacks = 0
  /** Since it last worked. Counted apart: a look at the counts that works says nothing of the items. */
  private readonly troubles = { tend: 0, lane: 0 }
  private askingSince: number | null = null
  private readonly gateWatch = new GateWatch()
  private readonly worker: Worker
  private readonly user: RunUser
  private readonly id: string

  constructor(worker: Worker, user: RunUser, id: string) {
    this.worker = worker
    this.user = user
    this.id = id
  }

  /** Sees to it that what can be done now is being done. */
  look(open: OpenRun): void {
    const now = performance.now()
    if (this.run && JSON.stringify(this.run.pace) !== JSON.stringify(open.pace)) this.lane?.stop()
    if (this.tending === null && (this.run === null || now - this.tendedAt >= TEND_EVERY_MS || open.isDone)) {
      this.tendedAt = now
      this.tending = this.tend(open)
        .then(() => {
          this.troubles.tend = 0
        })
        .catch((error: unknown) => this.meetTrouble("tend", error))
        .catch((error: unknown) => this.worker.ctx.log.warn("worker.waits", { error }))
        .finally(() => {
          this.tending = null
        })
    }
    const isReady =
      open.isReady && now >= this.restUntil && isWithinHours(paceOf(open), this.worker.ctx.now())
    if (this.lane === null && this.work && isReady) this.startLane(this.work, open)
  }

  /** Begins nothing more, and resolves when all that was begun is settled. */
  async end(): Promise<void> {
    this.lane?.stop()
    await this.tending
    await this.laneEnds
    await this.work?.close()
  }

  get isOver(): boolean {
    return this.lane === null && this.tending === null
  }

  stop(): void {
    this.lane?.stop()
  }

  private startLane(work: RunWork, { pace }: OpenRun): void {
    if (this.run === null) return
    this.run = { ...this.run, pace }
    const { slots } = this.worker
    const own = work.aheadMax ? new Slots(work.batchMax + work.aheadMax) : slots
    const lane = new Lane({ ...this.worker, slots: own, run: this.run, work })
    this.lane = lane
    this.laneEnds = lane
      .work()
      .then(async () => {
        this.pushbacks += lane.pushbacks
        this.restUntil = lane.restUntil
        if (lane.trouble === null || lane.performed > 0) this.troubles.lane = 0
        if (lane.trouble !== null) await this.meetTrouble("lane", lane.trouble)
      })
      .catch((error: unknown) => this.worker.ctx.log.warn("worker.waits", { error }))
      .finally(() => {
        this.lane = null
      })
  }

  private async tend({ isDone }: OpenRun): Promise<void> {
    const { ctx } = this.worker
    if (this.run === null) {
      const run = await ctx.db.plannedRun.findUniqueOrThrow({ where: { id: this.id } })
      this.work = await this.user.open(ctx, run)
      this.run = run
    }
    const { states } = await runCounts(ctx.db, this.id)
    const pushbacks = this.pushbacks + (this.lane?.pushbacks ?? 0)
    const counts = this.gateWatch.look(states, pushbacks, this.run.settings, performance.now())
    const brake = this.user.gate(counts)
    if (brake) await pausePlannedRun(ctx, this.id, brake.reason)
    const left = states.unknown > 0 ? await this.askAgain(this.work) : 0
    await sealIfDue(ctx, this.id)
    if (!isDone || brake || this.user.isFinishedElsewhere) return
    if (this.lane === null && !this.waitsFor(left)) await finishRun(ctx, this.id)
  }

  private async askAgain(work: RunWork | null): Promise<number> {
    if (!work?.lookUp) return 0
    const { left, absent } = await askAgainUnknown(this.worker.ctx, this.id, work)
    return left + absent
  }

  private waitsFor(left: number): boolean {
    if (left === 0) return false
    this.askingSince ??= performance.now()
    return performance.now() - this.askingSince < ASK_MS_MAX
  }

  /** What the run's own user refuses pauses it, in words; what passes, such as a restart of the database, does not. */
  private async meetTrouble(where: "tend" | "lane", error: unknown): Promise<void> {
    const { ctx } = this.worker
    ctx.log.warn("worker.waits", { runId: this.id, error })
    if (isPassing(error)) return
    const isRefused = error instanceof AppError && error.code !== "conflict"
    this.troubles[where]++
    if (!isRefused && this.troubles[where] < TROUBLES_MAX) return
    const reason = isRefused ? error.message : "A fault of ours, please report it: it does not go on."
    this.troubles[where] = 0
    await pausePlannedRun(ctx, this.id, reason)
  }
}

function paceOf({ pace }: OpenRun): Pace {
  return pace as unknown as Pace
}
