import { join } from "node:path"
import { literal } from "../../lib/core/sql.ts"
import type { Result } from "../../lib/exposure/reading/result.ts"
import type { PeopleQuery } from "../../lib/exposure/reading/schemas.ts"
import type { DuckDbSession } from "../../lib/platform/engine/duckdb-session.ts"

/** The statements that somebody at the engine's prompt would type to know the same. */

const ORDERS: Record<string, string> = {
  group: `array_position(['undetermined', 'viewer_only', 'owner_shown', 'owner_tapped', 'owner_video'], "group") DESC`,
  first_at: "first_at DESC NULLS LAST",
}

/** A page of people, and how many accounts of each group there are. */
export async function barePage(
  session: DuckDbSession,
  { folder }: Result,
  query: PeopleQuery,
): Promise<void> {
  const people = `FROM read_parquet(${literal(join(folder, "people-view.parquet"))})`
  const conditions = [
    "true",
    ...(query.side === "viewer" ? ["viewer_grade IN ('tapped', 'video')"] : []),
    ...(query.reachable === "yes" ? ["reachable"] : []),
  ].join(" AND ")
  const order = ORDERS[query.sort] ?? "pseudonym"
  await session.rows(
    `SELECT * ${people} WHERE ${conditions} AND ${after(query)} ORDER BY ${order}, pseudonym LIMIT ${query.limit}`,
  )
  await session.rows(`SELECT "group", count(*) ${people} WHERE ${conditions} GROUP BY "group"`)
}

function after({ sort, cursor }: PeopleQuery): string {
  if (cursor === "" || sort !== "group") return "true"
  const [, , rank, pseudonym] = JSON.parse(cursor) as string[]
  const key = ORDERS.group?.replace(" DESC", "")
  return `(${key} < ${rank} OR (${key} = ${rank} AND pseudonym > ${literal(pseudonym ?? "")}))`
}

/** The row of an account by its id. */
export async function bareAccount(
  session: DuckDbSession,
  { accountsFolder }: Result,
  id: string,
): Promise<void> {
  await session.rows(
    `SELECT * FROM read_parquet(${literal(join(accountsFolder, "by-id.parquet"))}) WHERE account_id = ${literal(id)}`,
  )
}

/** The rows of the accounts of an address. */
export async function bareByEmail(
  session: DuckDbSession,
  { accountsFolder }: Result,
  email: string,
): Promise<void> {
  const [byId, byEmail] = ["by-id.parquet", "by-email.parquet"].map((file) =>
    literal(join(accountsFolder, file)),
  )
  await session.rows(`
    SELECT * FROM read_parquet(${byId})
    WHERE account_id IN (SELECT account_id FROM read_parquet(${byEmail}) WHERE email_key = lower(${literal(email)}))`)
}
