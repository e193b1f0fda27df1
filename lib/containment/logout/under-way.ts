/** As many as there are connections to an authority. */
export const BATCH_MAX = 25
/** Committed as being sent beside those, so that none waits for the ledger: measured, less is slower, and more is not faster. */
export const AHEAD_MAX = 75
