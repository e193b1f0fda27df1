/** Letters that are being given just now: from MAIL until the letter is there, is refused, or its connection has ended. */
export class TokensUnderWay {
  private readonly counts = new Map<string, number>()

  /** Gives what is to be called once when it is settled. */
  begin(token: string): () => void {
    this.counts.set(token, (this.counts.get(token) ?? 0) + 1)
    return () => {
      const left = (this.counts.get(token) ?? 1) - 1
      if (left === 0) this.counts.delete(token)
      else this.counts.set(token, left)
    }
  }

  has(token: string): boolean {
    return this.counts.has(token)
  }
}
