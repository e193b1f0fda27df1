import { randomUUID } from "node:crypto"
import { mkdir, rm } from "node:fs/promises"
import { join } from "node:path"
import type { Config } from "../../core/config.ts"
import type { Engine, WithEngine } from "../../core/engine.ts"
import { openDuckDb } from "./duckdb.ts"

/** For what a person waits for, beside the runs of the worker. */
const THREADS = 1
const MEMORY_MIB = 512
/** So many at a time in a process; others wait for their turn. */
const AT_ONCE = 2

/** Lets a number of pieces of work go on at a time, in the order in which they came. */
class Turns {
  private free: number
  private readonly waiting: (() => void)[] = []

  constructor(atOnce: number) {
    this.free = atOnce
  }

  /** Settles when it is one's turn, with what gives the turn to the next. */
  async take(): Promise<() => void> {
    if (this.free > 0) this.free--
    else await new Promise<void>((resolve) => this.waiting.push(resolve))
    return () => {
      const next = this.waiting.shift()
      if (next) next()
      else this.free++
    }
  }
}

/** Engines for short work, each in a process and a folder of its own, which are gone afterwards. */
export function engineFor({ dataFolder }: Pick<Config, "dataFolder">): WithEngine {
  const turns = new Turns(AT_ONCE)
  return async (work) => {
    const done = await turns.take()
    try {
      return await withOne(dataFolder, work)
    } finally {
      done()
    }
  }
}

async function withOne<T>(
  dataFolder: string,
  work: (engine: Engine, workFolder: string) => Promise<T>,
): Promise<T> {
  const workFolder = join(dataFolder, "spill", `work-${process.pid}-${randomUUID()}`)
  await mkdir(workFolder, { recursive: true })
  const engine = openDuckDb({
    threads: THREADS,
    memoryMiB: MEMORY_MIB,
    spillFolder: join(workFolder, "spill"),
  })
  try {
    return await work(engine, workFolder)
  } finally {
    await engine.close()
    await rm(workFolder, { recursive: true, force: true, maxRetries: 5 })
  }
}
