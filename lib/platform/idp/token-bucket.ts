/** So many a second, and so many at once beyond that. */
export class TokenBucket {
  private readonly perSecond: number
  private readonly burst: number
  private left: number
  private at = Date.now()

  constructor(perSecond: number, burst: number) {
    this.perSecond = perSecond
    this.burst = burst
    this.left = burst
  }

  /** Null where one may go on, else how many seconds to wait. */
  take(): number | null {
    const now = Date.now()
    this.left = Math.min(this.burst, this.left + ((now - this.at) / 1000) * this.perSecond)
    this.at = now
    if (this.left < 1) return Math.ceil((1 - this.left) / this.perSecond)
    this.left -= 1
    return null
  }
}
