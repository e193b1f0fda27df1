/** So many readings are looked back on: clocks drift, and are set. */
const READINGS = 32

/**
 * Another machine's clock, read by this process's. Each reading arrives a little after it was taken, so the one that was
 * fastest of late is believed: an answer that comes late makes nothing late that it tells of.
 */
export class FarClock {
  /** By how many milliseconds this clock was ahead of each reading when it arrived. */
  private readonly ahead: number[] = []

  note(farMs: number, arrivedMs: number): void {
    this.ahead.push(arrivedMs - farMs)
    if (this.ahead.length > READINGS) this.ahead.shift()
  }

  /** An instant of the far clock by this one. Refers to readings: note one first. */
  hereOf(farMs: number): number {
    return farMs + Math.min(...this.ahead)
  }
}
