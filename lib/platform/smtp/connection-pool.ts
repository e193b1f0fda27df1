import { setMaxListeners } from "node:events"
import { setImmediate } from "node:timers/promises"
import type { LetterOutcome, OutgoingLetter, SendingLease } from "../../core/letter-transport.ts"
import type { Relay } from "../../core/relay.ts"
import { connectToRelay } from "./connect-to-relay.ts"
import type { Patience } from "./letter-on-its-way.ts"
import type { TrackedConnection } from "./tracked-connection.ts"

export interface PoolBounds extends Patience {
  connections: number
  /** After so many a connection is ended: relays count. */
  lettersAConnection: number
  /** A connection on which nothing was sent for so long is ended before the relay does it. */
  idleMs: number
}

/** What suits any relay: RFC 5321 asks for minutes, of which a lease leaves half of one until a letter's end. */
export const usualBounds: PoolBounds = {
  connections: 25,
  connectMs: 15_000,
  letterMs: 60_000,
  endMs: 120_000,
  lettersAConnection: 1_000,
  idleMs: 20_000,
}

interface Held {
  connection: TrackedConnection
  letters: number
}

export interface ConnectionPool {
  send(letter: OutgoingLetter, lease: SendingLease): Promise<LetterOutcome>
  close(): Promise<void>
}

/** Connections to one relay, opened as letters need them and used again; a letter gets one of them once. */
export function openPool(relay: Relay, bounds: PoolBounds = usualBounds): ConnectionPool {
  const idle = new IdleConnections(bounds)
  const waiting: (() => void)[] = []
  const underWay = new Set<Promise<unknown>>()
  let places = bounds.connections

  const leave = (held: Held | null) => {
    if (held !== null) idle.take(held)
    const next = waiting.shift()
    if (next === undefined) places += 1
    else next()
  }
  const sendOn = async (letter: OutgoingLetter, lease: SendingLease): Promise<LetterOutcome> => {
    if (places === 0) await new Promise<void>((resolve) => waiting.push(resolve))
    else places -= 1
    const held = idle.give() ?? { connection: await connectToRelay(relay, bounds), letters: 0 }
    const { connection, letters } = held
    if ("state" in connection) {
      leave(null)
      return connection
    }
    try {
      return await connection.send(letter, lease)
    } catch (error) {
      connection.close()
      throw error
    } finally {
      // What a relay says beside its answer comes in before the next letter could take it for its own.
      await setImmediate()
      await setImmediate()
      leave({ connection, letters: letters + 1 })
    }
  }
  return {
    async send(letter, lease) {
      // As many letters listen to one lease as there are connections, which Node would take for a leak.
      setMaxListeners(0, lease.over)
      const sending = sendOn(letter, lease)
      underWay.add(sending)
      return await sending.finally(() => underWay.delete(sending))
    },
    async close() {
      await Promise.allSettled(underWay)
      idle.close()
    },
  }
}

/** Connections without a letter, for a while. */
class IdleConnections {
  readonly #bounds: PoolBounds
  readonly #held: (Held & { timer: NodeJS.Timeout })[] = []
  #isClosed = false

  constructor(bounds: PoolBounds) {
    this.#bounds = bounds
  }

  take(held: Held): void {
    const { connection, letters } = held
    if (this.#isClosed || letters >= this.#bounds.lettersAConnection) connection.close()
    if (!connection.isOpen) return
    const timer = setTimeout(() => connection.close(), this.#bounds.idleMs).unref()
    this.#held.push({ ...held, timer })
  }

  /** The one that was used last, so that those which are too many grow old. */
  give(): Held | null {
    for (let held = this.#held.pop(); held !== undefined; held = this.#held.pop()) {
      clearTimeout(held.timer)
      if (held.connection.isOpen) return held
    }
    return null
  }

  close(): void {
    this.#isClosed = true
    for (let held = this.give(); held !== null; held = this.give()) held.connection.close()
  }
}
