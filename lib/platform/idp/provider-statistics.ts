import type { AuthorityHealth } from "../../core/session-authority.ts"

const WINDOW_S = 60

type Counted = "logins" | "failedLogins" | "errors"

/** How logins went over the last minute, by whole seconds. */
export class ProviderStatistics {
  private readonly seconds = new Map<number, Record<Counted, number>>()

  count(what: Counted): void {
    const second = Math.floor(Date.now() / 1000)
    const counts = this.seconds.get(second) ?? { logins: 0, failedLogins: 0, errors: 0 }
    counts[what] += 1
    this.seconds.set(second, counts)
    for (const old of this.seconds.keys()) if (old <= second - WINDOW_S) this.seconds.delete(old)
  }

  read(): AuthorityHealth {
    const since = Math.floor(Date.now() / 1000) - WINDOW_S
    const total = { windowS: WINDOW_S, logins: 0, failedLogins: 0, errors: 0 }
    for (const [second, counts] of this.seconds) {
      if (second <= since) continue
      total.logins += counts.logins
      total.failedLogins += counts.failedLogins
      total.errors += counts.errors
    }
    return total
  }
}
