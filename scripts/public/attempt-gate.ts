export interface GateSettings {
  /** In a stretch of time: of one address, and of all together, which bounds what is remembered too. */
  attemptsMax: number
  allAttemptsMax: number
  windowMs: number
}

/** Counts attempts in memory, in stretches of time that follow each other. */
export class AttemptGate {
  private readonly settings: GateSettings
  private counts = new Map<string, number>()
  private all = 0
  private windowEnds = 0

  constructor(settings: GateSettings) {
    this.settings = settings
  }

  /** Counts an attempt: null when it may be made, else how many milliseconds to wait. */
  take(key: string, now: number): number | null {
    const { attemptsMax, allAttemptsMax, windowMs } = this.settings
    if (now >= this.windowEnds) {
      this.counts = new Map()
      this.all = 0
      this.windowEnds = now + windowMs
    }
    const made = this.counts.get(key) ?? 0
    if (made >= attemptsMax || this.all >= allAttemptsMax) return this.windowEnds - now
    this.counts.set(key, made + 1)
    this.all += 1
    return null
  }
}
