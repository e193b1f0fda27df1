import { randomUUID } from "node:crypto"
import { setTimeout as wait } from "node:timers/promises"
import type { SystemContext } from "../core/context.ts"
import type { HoldLock } from "../core/held-lock.ts"
import { keepMakingRounds } from "../core/keep-making-rounds.ts"
import type { RunUser } from "./kind.ts"
import { listOpenRuns } from "./list-open-runs.ts"
import { BATCH_MAX } from "./pace.ts"
import { reapWorkers } from "./reap-workers.ts"
import { sealEndedRuns } from "./seal-ended-runs.ts"
import { AttendedRun, type Worker } from "./worker/attended-run.ts"
import { Slots } from "./worker/slots.ts"
import { WorkerLease } from "./worker/worker-lease.ts"

const LOOK_EVERY_MS = 500
const REAP_EVERY_MS = 5_000
const SEAL_EVERY_MS = 10_000
/** A worker that is to end waits so long for a database that is away. */
const GIVE_UP_MS = 10_000

/**
 * Works off the runs that are under way, beside any number of other workers, until it is told to stop: then what is under
 * way comes to its end and the rest is handed back. A database that is away is waited for.
 */
export async function workOffPlannedRuns(
  ctx: SystemContext,
  users: readonly RunUser[],
  hold: HoldLock,
  signal: AbortSignal,
): Promise<void> {
  const givenUp = new AbortController()
  let giving: NodeJS.Timeout | undefined
  signal.addEventListener("abort", () => {
    giving = setTimeout(() => givenUp.abort(), GIVE_UP_MS)
  })
  const round = async () => {
    await workAsOne(ctx, users, hold, signal, givenUp.signal)
    return 1
  }
  await keepMakingRounds(ctx, round, LOOK_EVERY_MS, signal)
  clearTimeout(giving)
}

/** Works under one lock. Who has lost it is another worker from then on, and settles as this one what this one began. */
async function workAsOne(
  ctx: SystemContext,
  users: readonly RunUser[],
  hold: HoldLock,
  signal: AbortSignal,
  givenUp: AbortSignal,
): Promise<void> {
  const workerId = randomUUID()
  const lock = await hold(workerId)
  const lease = new WorkerLease(ctx, workerId)
  const ending = AbortSignal.any([signal, lock.lost, lease.over])
  const attended = new Map<string, AttendedRun>()
  const rounds = [
    keepDoing(ctx, ending, REAP_EVERY_MS, () => reapWorkers(ctx)),
    keepDoing(ctx, ending, SEAL_EVERY_MS, () => sealEndedRuns(ctx, ending)),
  ]
  try {
    const worker = { ctx, workerId, lease, slots: new Slots(BATCH_MAX), givenUp }
    while (!ending.aborted) {
      await attend(worker, users, attended)
      await pause(LOOK_EVERY_MS, ending)
    }
  } finally {
    await Promise.allSettled([...attended.values()].map((run) => run.end()))
    await Promise.all(rounds)
    lease.close()
    await lock.release()
  }
}

async function attend(
  worker: Worker,
  users: readonly RunUser[],
  attended: Map<string, AttendedRun>,
): Promise<void> {
  const kinds = users.map(({ kind }) => kind)
  const open = await listOpenRuns(worker.ctx, kinds)
  for (const run of open) {
    const user = users.find(({ kind }) => kind === run.kind)
    if (!user) continue
    const own = attended.get(run.id) ?? new AttendedRun(worker, user, run.id)
    attended.set(run.id, own)
    own.look(run)
  }
  for (const [id, run] of attended) {
    if (open.some((one) => one.id === id)) continue
    run.stop()
    if (!run.isOver) continue
    attended.delete(id)
    await run.end()
  }
}

async function keepDoing(
  ctx: SystemContext,
  ending: AbortSignal,
  everyMs: number,
  round: () => Promise<unknown>,
): Promise<void> {
  while (!ending.aborted) {
    await round().catch((error: unknown) => ctx.log.warn("worker.waits", { error }))
    await pause(everyMs, ending)
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => {})
}
