import { once } from "node:events"
import { fileURLToPath } from "node:url"
import { cpuOf } from "../process-tree.ts"
import type { BareAsked } from "./bare-loop-child.ts"
import { beginLogout, untilOver } from "./begin-logout.ts"
import type { LogoutBench, OpenBackEnd } from "./open-bench.ts"

/** As many as a worker has under way. */
const CONNECTIONS = 25
/** More than any pace takes. */
const LOGINS_PER_SECOND = 100_000
/** Of the subjects, at both ends, that count for nothing: processes start and connections open. */
const ENDS_SHARE = 0.1

export interface Throughput {
  subjects: number
  perS: number
  /** Of whoever sent, while all of it went on; null where there is no /proc. */
  cpuMsEach: number | null
}

/** What one worker ends, ledger and all, as the back end sees it: subjects a second between the first and the last tenth. */
export async function workerThroughput(
  bench: LogoutBench,
  backEnd: OpenBackEnd,
  options: { canInspect: boolean },
): Promise<Throughput> {
  const before = (await backEnd.seen()).endedAt.length
  const authorityId = await backEnd.keep(options)
  const settings = { authorityId, loginsPerSecond: LOGINS_PER_SECOND, waves: 1 }
  const { id } = await beginLogout(bench, settings)
  const worker = bench.startWorker()
  try {
    await untilOver(bench, id)
    const cpuS = cpuOf(worker.pid)
    return throughputOf((await backEnd.seen()).endedAt.slice(before), cpuS)
  } finally {
    await worker.kill()
  }
}

/** What a bare loop of the same concurrency ends, which does nothing else. */
export async function bareThroughput(
  bench: LogoutBench,
  { origin, secret, issuer, seen }: OpenBackEnd,
  subjects: number,
  { inspects }: { inspects: boolean },
): Promise<Throughput> {
  const before = (await seen()).endedAt.length
  const child = bench.fork(fileURLToPath(new URL("./bare-loop-child.ts", import.meta.url)))
  child.send({ origin, secret, issuer, subjects, connections: CONNECTIONS, inspects } satisfies BareAsked)
  await once(child, "message")
  const cpuS = cpuOf(child.pid ?? 0)
  child.kill()
  return throughputOf((await seen()).endedAt.slice(before), cpuS)
}

/** Between the first and the last tenth of what the far side did. */
export function perSecondOf(given: readonly number[]): number {
  const instants = given.toSorted((a, b) => a - b)
  const first = Math.floor(instants.length * ENDS_SHARE)
  const last = instants.length - 1 - first
  return ((last - first) * 1_000) / ((instants[last] ?? 0) - (instants[first] ?? 0))
}

function throughputOf(instants: readonly number[], cpuS: number | null): Throughput {
  const subjects = instants.length
  return {
    subjects,
    perS: perSecondOf(instants),
    cpuMsEach: cpuS === null ? null : (cpuS * 1_000) / subjects,
  }
}
