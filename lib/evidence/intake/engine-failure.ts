import { AppError, invalid } from "../../core/errors.ts"

/**
 * What the engine said of a file, as a message about that file, unless the engine or the disk failed. A fault of ours
 * stays what it is.
 */
export function explainEngine(error: unknown, place: string): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error
  if (error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError)
    return error
  if (error.message.startsWith("invariant broken")) return error
  if (/engine is gone/.test(error.message))
    return new AppError("unavailable", "the engine stopped; try again", { cause: error })
  if (/No space left on device|ENOSPC/.test(error.message))
    return new AppError("unavailable", "the server's disk is full", { cause: error })
  const [line = ""] = error.message.split("\n")
  return invalid(place, `cannot be read: ${line.slice(0, 300)}`, error)
}

/** Does a piece of work whose failures are about one place. */
export async function explained<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw explainEngine(error, place)
  }
}
