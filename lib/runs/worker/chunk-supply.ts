import type { SystemContext } from "../../core/context.ts"
import { claimChunk } from "../claim-chunk.ts"
import { closeAllChunks, closeChunks, type LeasedChunk } from "../close-chunks.ts"
import type { Item, RunWork } from "../kind.ts"

/** With fewer than these at hand the next chunk is fetched, so that nobody waits for it. */
const AT_HAND_MIN = 250
/** The same for each that may be committed ahead: whoever does that is fast. */
const AT_HAND_EACH = 10

interface HeldChunk extends LeasedChunk {
  /** Of its items, those that are not settled. */
  left: number
}

/** The chunks that a worker has of one run, and what is to be begun of them, in order. */
export class ChunkSupply {
  private readonly items: Item[] = []
  private readonly chunks = new Map<number, HeldChunk>()
  private isClaiming = false
  private closing = 0
  /** There was nothing more to claim. */
  isDry = false
  private readonly ctx: SystemContext
  private readonly runId: string
  private readonly workerId: string
  private readonly work: RunWork
  private readonly wake: () => void
  private readonly atHandMin: number

  constructor(ctx: SystemContext, runId: string, workerId: string, work: RunWork, wake: () => void) {
    this.ctx = ctx
    this.runId = runId
    this.workerId = workerId
    this.work = work
    this.wake = wake
    this.atHandMin = AT_HAND_MIN + AT_HAND_EACH * (work.aheadMax ?? 0)
  }

  /** How many can be begun. */
  get count(): number {
    return this.items.length
  }

  get isBusy(): boolean {
    return this.isClaiming || this.closing > 0
  }

  epochOf(chunk: number): number {
    return this.chunks.get(chunk)?.epoch ?? -1
  }

  take(count: number): Item[] {
    return this.items.splice(0, count)
  }

  /** Fetches the next chunk where little is at hand. */
  fetch(onTrouble: (error: unknown) => void): void {
    if (this.isClaiming || this.isDry || this.items.length >= this.atHandMin) return
    this.isClaiming = true
    claimChunk(this.ctx, this.runId, this.workerId, this.work)
      .then(
        (claimed) => {
          if (claimed === null) this.isDry = true
          else {
            const { number, epoch } = claimed.chunk
            this.chunks.set(number, { number, epoch, left: claimed.items.length })
            this.items.push(...claimed.items)
            if (claimed.items.length === 0) this.close(number, onTrouble)
          }
        },
        (error: unknown) => {
          this.isDry = true
          onTrouble(error)
        },
      )
      .finally(() => {
        this.isClaiming = false
        this.wake()
      })
  }

  /** One of its items is settled, or not the worker's to begin: a chunk without any left is given back. */
  drop(chunk: number, onTrouble: (error: unknown) => void): void {
    const held = this.chunks.get(chunk)
    if (held && --held.left === 0) this.close(chunk, onTrouble)
  }

  /** What is at hand is not begun here any more. */
  forget(): void {
    this.items.length = 0
    this.isDry = true
  }

  /** Gives back all chunks. */
  async closeAll(): Promise<void> {
    await closeAllChunks(this.ctx, this.runId, this.workerId)
    this.chunks.clear()
  }

  private close(number: number, onTrouble: (error: unknown) => void): void {
    const chunk = this.chunks.get(number)
    if (!chunk) return
    this.closing++
    closeChunks(this.ctx, this.runId, this.workerId, [chunk])
      .then(() => this.chunks.delete(number), onTrouble)
      .finally(() => {
        this.closing--
        this.wake()
      })
  }
}
