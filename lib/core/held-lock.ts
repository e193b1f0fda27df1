/** A lock that one process alone has, for as long as it lives and the database sees it. */
export interface HeldLock {
  /** Aborts when it is lost: somebody else may take what it stood for. */
  readonly lost: AbortSignal
  release(): Promise<void>
}

/**
 * Takes the lock of an id (a UUID), on a connection of its own.
 * @throws AppError unavailable when the database does not answer
 */
export type HoldLock = (id: string) => Promise<HeldLock>

/** The number under which PostgreSQL knows the lock of an id (an advisory lock of a session). */
export function lockKeyOf(id: string): bigint {
  return BigInt.asIntN(64, BigInt(`0x${id.replaceAll("-", "").slice(0, 16)}`))
}
