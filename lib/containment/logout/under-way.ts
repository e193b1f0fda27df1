/** As many as there are connections to an authority. */
export const BATCH_MAX = 25
/**
 * Committed as being sent beside those, so that none waits for the ledger. Measured: with none the rate is little more than
 * half, and with five times as many it is the same. Where an authority cannot be asked, a crash leaves these unknown too.
 */
export const AHEAD_MAX = 25
