import type pg from "pg"
import { lifetimesS } from "./provider-words.ts"

const AT_ONCE = 10_000

export interface SeededAccount {
  id: string
  lastUsedAt: Date
  /** When it signed in; where it is not given, an hour before it was last used. */
  startedAt?: Date
}

/**
 * Each account gets a session, its grant and a refresh token, as the provider's models write them after a login; every
 * fourth token outlives its session. Random parts are the server's.
 */
const SEED = `
  WITH given AS MATERIALIZED (
    SELECT id, used_at, begun_at, nth, gen_random_uuid()::text AS uid, gen_random_uuid()::text AS sid,
      replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '') AS session_id,
      replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '') AS grant_id,
      replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '') AS token_id,
      nth % 4 <> 0 AS ends_with_session,
      floor(extract(epoch FROM now()))::bigint AS iat,
      extract(epoch FROM begun_at)::float8 AS auth_time
    FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) WITH ORDINALITY AS one (id, used_at, begun_at, nth)),
  people AS (
    INSERT INTO account (id, cohort_hash, last_authenticated_at)
    SELECT id, ('x' || substr(encode(sha256(convert_to(id, 'UTF8')), 'hex'), 1, 8))::bit(32)::bigint, max(begun_at)
    FROM given GROUP BY id
    ON CONFLICT (id) DO UPDATE SET
      last_authenticated_at = greatest(account.last_authenticated_at, excluded.last_authenticated_at)),
  things AS (
    SELECT 'Session' AS kind, session_id AS id, NULL AS client_id, NULL AS grant_id, false AS ends_with_session,
      jsonb_build_object('kind', 'Session', 'jti', session_id, 'uid', uid, 'accountId', id, 'loginTs', auth_time,
        'iat', iat, 'exp', iat + $4::bigint, 'authorizations',
        jsonb_build_object('app-opaque', jsonb_build_object('sid', sid, 'grantId', grant_id))) AS payload,
      id AS account_id, uid, begun_at, used_at FROM given
    UNION ALL
    SELECT 'Grant', grant_id, 'app-opaque', NULL, false,
      jsonb_build_object('kind', 'Grant', 'jti', grant_id, 'accountId', id, 'clientId', 'app-opaque', 'iat', iat,
        'exp', iat + $4::bigint, 'openid', jsonb_build_object('scope', 'openid offline_access')),
      id, NULL, begun_at, used_at FROM given
    UNION ALL
    SELECT 'RefreshToken', token_id, 'app-opaque', grant_id, ends_with_session,
      jsonb_build_object('kind', 'RefreshToken', 'jti', token_id, 'accountId', id, 'clientId', 'app-opaque',
        'grantId', grant_id, 'sessionUid', uid, 'sid', sid, 'expiresWithSession', ends_with_session,
        'scope', CASE WHEN ends_with_session THEN 'openid' ELSE 'openid offline_access' END,
        'gty', 'authorization_code', 'authTime', auth_time, 'iat', iat, 'iiat', iat, 'exp', iat + $4::bigint),
      id, uid, begun_at, used_at FROM given)
  INSERT INTO record (kind, id, payload, account_id, client_id, grant_id, session_uid, ends_with_session, begun_at,
    last_used_at, expires_at)
  SELECT kind, id, payload, account_id, client_id, grant_id, uid, ends_with_session, begun_at, used_at,
    now() + make_interval(secs => $4) FROM things`

/** Gives accounts sessions that are alive, as many as there are, in statements of ten thousand. */
export async function seedAccounts(database: pg.Pool, accounts: Iterable<SeededAccount>): Promise<number> {
  let count = 0
  let some: SeededAccount[] = []
  const write = async () => {
    await database.query(SEED, [
      some.map(({ id }) => id),
      some.map(({ lastUsedAt }) => lastUsedAt),
      some.map(({ startedAt, lastUsedAt }) => startedAt ?? new Date(lastUsedAt.getTime() - 3_600_000)),
      lifetimesS.Session,
    ])
    count += some.length
    some = []
  }
  for (const account of accounts) {
    some.push(account)
    if (some.length === AT_ONCE) await write()
  }
  if (some.length > 0) await write()
  await database.query("ANALYZE account, record")
  return count
}
