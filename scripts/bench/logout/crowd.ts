import { setTimeout as wait } from "node:timers/promises"
import type pg from "pg"
import { seedAccounts } from "../../../lib/platform/idp/seed-accounts.ts"

const LOOK_EVERY_MS = 100

/** Whoever has no session, and falls under no cut-off of a moment that is yet to come. */
const GONE = `
  SELECT a.id FROM account a WHERE NOT a.is_canary AND NOT EXISTS (
    SELECT FROM record r WHERE r.account_id = a.id AND r.kind = 'Session')`

const ALIVE = `
  SELECT account_id AS id, count(*)::int AS sessions FROM record
  WHERE kind = 'Session' AND begun_at >= $1 GROUP BY account_id`

const OLD = `
  SELECT count(DISTINCT account_id)::int AS left FROM record r JOIN account a ON a.id = r.account_id
  WHERE NOT a.is_canary AND r.kind <> 'Jwt' AND r.begun_at < $1`

/** People who log in at the embedded provider again as soon as their session is gone, as the provider writes a login. */
export class ProviderCrowd {
  private readonly logins = new Map<string, number>()
  private readonly stopping = new AbortController()
  private readonly working: Promise<void>
  private readonly database: pg.Pool

  constructor(database: pg.Pool) {
    this.database = database
    this.working = this.keepComingBack()
  }

  /** How many came back, and, by counting what is alive, sessions of theirs that were ended, and who kept an old one. */
  async stop(cutoff: Date): Promise<{ logins: number; young: number; left: number }> {
    this.stopping.abort()
    await this.working
    const { rows } = await this.database.query<{ id: string; sessions: number }>(ALIVE, [cutoff])
    const alive = new Map(rows.map(({ id, sessions }) => [id, sessions]))
    let [logins, young] = [0, 0]
    for (const [id, count] of this.logins) {
      logins += count
      young += count - (alive.get(id) ?? 0)
    }
    const old = await this.database.query<{ left: number }>(OLD, [cutoff])
    return { logins, young, left: old.rows[0]?.left ?? Number.NaN }
  }

  private async keepComingBack(): Promise<void> {
    const { signal } = this.stopping
    while (!signal.aborted) {
      const { rows } = await this.database.query<{ id: string }>(GONE)
      const now = new Date()
      for (const { id } of rows) this.logins.set(id, (this.logins.get(id) ?? 0) + 1)
      await seedAccounts(
        this.database,
        rows.map(({ id }) => ({ id, lastUsedAt: now, startedAt: now })),
      )
      await wait(LOOK_EVERY_MS, undefined, { signal }).catch(() => {})
    }
  }
}
