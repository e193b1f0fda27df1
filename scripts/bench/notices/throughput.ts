import { fork } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import { messageIdOf } from "../../../lib/notices/delivery/token.ts"
import { untilEnded } from "./faulty-run.ts"
import type { LetterBench } from "./open-bench.ts"
import { planLetters } from "./plan-letters.ts"
import { lettersInSink } from "./verdict.ts"

/** As many connections as a worker has. */
const CONNECTIONS = 25
const PER_SECOND_MAX = 10_000
/** Of the letters, at both ends, that count for nothing: processes start and connections open. */
const ENDS_SHARE = 0.1

export interface Throughput {
  letters: number
  lettersPerS: number
  bytesEach: number
}

/** What one worker sends, ledger and all: letters a second between the first and the last tenth. */
export async function workerThroughput(bench: LetterBench, count: number): Promise<Throughput> {
  const { ctx } = bench
  const planned = await planLetters(ctx, { count, pace: { perSecond: PER_SECOND_MAX } })
  const worker = bench.startWorker()
  try {
    await untilEnded(ctx, planned.runId)
  } finally {
    await worker.kill()
  }
  const items = await ctx.db.runItem.findMany({ where: { runId: planned.runId }, select: { token: true } })
  return throughputOf(bench, new Set(items.map(({ token }) => messageIdOf(token, planned.domain))))
}

/** What nodemailer's own pool sends of the same finished letters, in a process of its own that does nothing else. */
export async function bareThroughput(bench: LetterBench, count: number): Promise<Throughput> {
  const { letters } = await bench.sink.count()
  const child = fork(fileURLToPath(new URL("./bare-pool-child.ts", import.meta.url)), {
    execArgv: ["--import", "tsx"],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  })
  child.send({
    relay: bench.relay,
    connections: CONNECTIONS,
    folder: bench.config.dataFolder,
    from: letters - count + 1,
    count,
  })
  const [ids] = (await once(child, "message")) as [string[]]
  child.kill()
  return throughputOf(bench, new Set(ids))
}

function throughputOf(bench: LetterBench, ours: ReadonlySet<string>): Throughput {
  const instants: number[] = []
  let bytes = 0
  for (const letter of lettersInSink(bench.config.dataFolder)) {
    if (!ours.has(letter.messageId)) continue
    instants.push(letter.at)
    bytes += letter.bytes
  }
  instants.sort((a, b) => a - b)
  const first = Math.floor(instants.length * ENDS_SHARE)
  const last = instants.length - 1 - first
  const seconds = ((instants[last] ?? 0) - (instants[first] ?? 0)) / 1_000
  return {
    letters: instants.length,
    lettersPerS: (last - first) / seconds,
    bytesEach: Math.round(bytes / Math.max(1, instants.length)),
  }
}
