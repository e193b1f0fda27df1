/**
 * Writes what has become of a run's items, as of one moment, into a file: CSV without a header line, with the row of the
 * list, the state, the reason, and when it was sent in UTC, the last two empty where there are none. Items whose chunk
 * was not begun are missing from it.
 * @throws AppError unavailable when the database does not answer
 */
export type CopyItemStates = (runId: string, file: string) => Promise<void>
