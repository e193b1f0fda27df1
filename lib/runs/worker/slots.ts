/** How many items one worker may have on their way at once, whichever of its runs they are of. */
export class Slots {
  private left: number
  private readonly waiting = new Set<() => void>()

  constructor(count: number) {
    this.left = count
  }

  get free(): number {
    return this.left
  }

  take(count: number): void {
    this.left -= count
  }

  giveBack(count: number): void {
    this.left += count
    if (count > 0) for (const wake of this.waiting) wake()
  }

  /** Calls whenever some become free; gives what ends that. */
  onFree(wake: () => void): () => void {
    this.waiting.add(wake)
    return () => this.waiting.delete(wake)
  }
}
