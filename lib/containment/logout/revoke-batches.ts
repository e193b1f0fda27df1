import type { Revocation, RevokeOutcome, SessionAuthority } from "../../core/session-authority.ts"

interface Waiting {
  sub: string
  resolve(outcome: RevokeOutcome): void
}

/**
 * Ends subjects one by one for whoever asks, and many in one request where the authority takes that: those that are asked
 * for within the same turn of the event loop go together.
 */
export class RevokeBatches {
  private waiting: Waiting[] = []
  private readonly authority: Pick<SessionAuthority, "revoke">
  private readonly what: Omit<Revocation, "idempotencyKey">
  private readonly countMax: number

  constructor(
    authority: Pick<SessionAuthority, "revoke">,
    what: Omit<Revocation, "idempotencyKey">,
    countMax: number,
  ) {
    this.authority = authority
    this.what = what
    this.countMax = Math.max(1, countMax)
  }

  revoke(sub: string, idempotencyKey: string, over: AbortSignal): Promise<RevokeOutcome> {
    return new Promise((resolve) => {
      if (this.waiting.length === 0) setImmediate(() => void this.send(idempotencyKey, over))
      this.waiting.push({ sub, resolve })
      if (this.waiting.length >= this.countMax) void this.send(idempotencyKey, over)
    })
  }

  private async send(idempotencyKey: string, over: AbortSignal): Promise<void> {
    const sent = this.waiting
    this.waiting = []
    if (sent.length === 0) return
    const subs = sent.map(({ sub }) => sub)
    const outcomes = await this.authority
      .revoke(subs, { ...this.what, idempotencyKey }, over)
      // It resolves always; should it not, nobody knows what was done.
      .catch(() => new Map<string, RevokeOutcome>())
    for (const { sub, resolve } of sent)
      resolve(outcomes.get(sub) ?? { state: "unknown", reason: "the authority said nothing of this subject" })
  }
}
