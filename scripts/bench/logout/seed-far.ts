import { seedAccounts } from "../../../lib/platform/idp/seed-accounts.ts"
import { subjectOf } from "./back-end.ts"
import type { OpenProvider } from "./open-bench.ts"

const AN_HOUR_MS = 3_600_000

/** Gives the embedded provider these accounts and no others, each with a session of an hour ago and what hangs on it. */
export async function seedFar({ database }: Pick<OpenProvider, "database">, subjects: number): Promise<void> {
  await database.query("DELETE FROM record WHERE account_id IN (SELECT id FROM account WHERE NOT is_canary)")
  await database.query("DELETE FROM account WHERE NOT is_canary")
  const [lastUsedAt, startedAt] = [new Date(), new Date(Date.now() - AN_HOUR_MS)]
  const accounts = Array.from({ length: subjects }, (_, nth) => ({
    id: subjectOf(nth),
    lastUsedAt,
    startedAt,
  }))
  await seedAccounts(database, accounts)
  await database.query("ANALYZE")
}
