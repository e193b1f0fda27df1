import { beginLogout, untilOver } from "./begin-logout.ts"
import type { LogoutBench, OpenProvider } from "./open-bench.ts"
import { seedFar } from "./seed-far.ts"
import { perSecondOf } from "./throughput.ts"

export interface ProviderRate {
  subjects: number
  perS: number
  /** From when it was begun until it was closed, gates and proof included. */
  wholeS: number
  seedS: number
}

const LOGINS_PER_SECOND = 100_000

/** What one worker ends at the embedded provider, many in one request, as the ledger dates it. */
export async function providerRate(
  bench: LogoutBench,
  provider: OpenProvider,
  subjects: number,
): Promise<ProviderRate> {
  const seededAt = performance.now()
  await seedFar(provider, subjects)
  const seedS = (performance.now() - seededAt) / 1_000
  const { authorityId } = provider
  const { id } = await beginLogout(bench, { authorityId, loginsPerSecond: LOGINS_PER_SECOND, waves: 1 })
  const worker = bench.startWorker()
  const beganAt = performance.now()
  try {
    await untilOver(bench, id)
    const wholeS = (performance.now() - beganAt) / 1_000
    const items = await bench.ctx.db.runItem.findMany({ where: { runId: id }, select: { sentAt: true } })
    const instants = items.flatMap(({ sentAt }) => (sentAt ? [sentAt.getTime()] : []))
    return { subjects: instants.length, perS: perSecondOf(instants), wholeS, seedS }
  } finally {
    await worker.kill()
  }
}
