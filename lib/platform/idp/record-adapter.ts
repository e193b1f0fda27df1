import type { Adapter, AdapterPayload } from "oidc-provider"
import type pg from "pg"

interface Row {
  payload: AdapterPayload
  consumedAt: Date | null
}

const FOUND = `SELECT payload, consumed_at AS "consumedAt" FROM record WHERE expires_at > now()
  AND (account_id IS NULL OR NOT is_cut_off(account_id, begun_at))`

/**
 * Whatever hangs on a grant began with it; a grant that was taken away meanwhile leaves nothing alive. A grant's own
 * beginning is told by `beginGrant`, a session's and a code's stand in them.
 */
const UPSERT = `
  INSERT INTO record (kind, id, payload, account_id, client_id, grant_id, session_uid, user_code, ends_with_session,
    begun_at, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9,
    CASE WHEN $6::text IS NULL THEN coalesce($10, now())
      ELSE coalesce((SELECT begun_at FROM record WHERE kind = 'Grant' AND id = $6), '-infinity') END,
    $11)
  ON CONFLICT (id, kind) DO UPDATE SET payload = excluded.payload, account_id = excluded.account_id,
    client_id = excluded.client_id, grant_id = excluded.grant_id, session_uid = excluded.session_uid,
    user_code = excluded.user_code, ends_with_session = excluded.ends_with_session,
    begun_at = CASE WHEN excluded.kind = 'Grant' THEN record.begun_at ELSE excluded.begun_at END,
    last_used_at = now(), expires_at = excluded.expires_at`

/** Keeps what oidc-provider keeps in PostgreSQL. What a cut-off has ended is not found, even where it was written later. */
export function recordAdapter(database: pg.Pool): (kind: string) => Adapter {
  const one = async (where: string, values: string[]): Promise<AdapterPayload | undefined> => {
    const { rows } = await database.query<Row>({ text: `${FOUND} AND ${where}`, values })
    const [row] = rows
    if (!row) return undefined
    const { payload, consumedAt } = row
    return consumedAt ? { ...payload, consumed: Math.floor(consumedAt.getTime() / 1000) } : payload
  }
  return (kind) => ({
    async upsert(id, payload, expiresIn) {
      await database.query(UPSERT, valuesOf(kind, id, payload, expiresIn))
    },
    find: (id) => one("kind = $1 AND id = $2", [kind, id]),
    findByUid: (uid) => one("kind = $1 AND session_uid = $2", [kind, uid]),
    findByUserCode: (code) => one("kind = $1 AND user_code = $2", [kind, code]),
    async consume(id) {
      await database.query("UPDATE record SET consumed_at = now() WHERE kind = $1 AND id = $2", [kind, id])
    },
    async destroy(id) {
      await database.query("DELETE FROM record WHERE kind = $1 AND id = $2", [kind, id])
    },
    async revokeByGrantId(grantId) {
      await database.query("DELETE FROM record WHERE kind = $1 AND grant_id = $2", [kind, grantId])
    },
  })
}

/** Without a time of its own it is kept for so long; the provider gives one to all but clients. */
const KEPT_S = 3_650 * 24 * 3_600

function valuesOf(
  kind: string,
  id: string,
  payload: AdapterPayload,
  expiresIn: number | undefined,
): unknown[] {
  const begunS = payload.loginTs ?? (payload.authTime as number | undefined)
  return [
    kind,
    id,
    JSON.stringify(payload),
    payload.accountId ?? null,
    payload.clientId ?? null,
    payload.grantId ?? null,
    (kind === "Session" ? payload.uid : payload.sessionUid) ?? null,
    payload.userCode ?? null,
    payload.expiresWithSession === true,
    begunS === undefined ? null : new Date(Math.round(begunS * 1000)),
    new Date(Date.now() + (Number.isFinite(expiresIn) ? Number(expiresIn) : KEPT_S) * 1000),
  ]
}

/** Tells when the person of a grant proved who they are: just then, or with the session that it is asked for in. */
export async function beginGrant(
  database: pg.Pool,
  grantId: string,
  begun: { at: Date } | { sessionUid: string },
): Promise<void> {
  if ("at" in begun)
    await database.query("UPDATE record SET begun_at = $2 WHERE kind = 'Grant' AND id = $1", [
      grantId,
      begun.at,
    ])
  else
    await database.query(
      `UPDATE record SET begun_at = coalesce(
         (SELECT begun_at FROM record WHERE kind = 'Session' AND session_uid = $2), '-infinity')
       WHERE kind = 'Grant' AND id = $1`,
      [grantId, begun.sessionUid],
    )
}

/** Removes, a bounded number at a time, what nobody can use any more. */
export async function sweepRecords(database: pg.Pool, countMax: number): Promise<number> {
  const { rowCount } = await database.query(
    `DELETE FROM record WHERE (kind, id) IN (
       SELECT kind, id FROM record WHERE expires_at <= now() LIMIT $1 FOR UPDATE SKIP LOCKED)`,
    [countMax],
  )
  return rowCount ?? 0
}
