import type pg from "pg"

export interface Ended {
  outcome: "revoked" | "nothing" | "unknown_subject"
  sessions: number
  tokens: number
}

interface Row {
  id: string
  sessions: number
  tokens: number
}

/**
 * One statement for all of them. Accounts are locked in their order, so that two revocations wait for each other rather
 * than stop each other; self-contained tokens are out of reach and die by the cut-off alone.
 */
const REVOKE = `
  WITH known AS MATERIALIZED (SELECT id FROM account WHERE id = ANY ($1::text[]) ORDER BY id FOR UPDATE),
  raised AS (
    UPDATE account a SET cutoff = $2, cutoff_set_at = now(), cutoff_xid = pg_current_xact_id() FROM known k
    WHERE a.id = k.id AND (a.cutoff IS NULL OR a.cutoff < $2)),
  ended AS (
    DELETE FROM record r USING known k
    WHERE r.account_id = k.id AND r.begun_at <= $2 AND r.kind <> 'Jwt'
    RETURNING r.kind, r.account_id, r.client_id, r.payload, r.expires_at > now() AND r.consumed_at IS NULL AS was_alive),
  had AS (
    SELECT app.key AS client_id, e.account_id, app.value ->> 'sid' AS sid
    FROM ended e, jsonb_each(e.payload -> 'authorizations') app WHERE e.kind = 'Session'
    UNION
    SELECT client_id, account_id, payload ->> 'sid' FROM ended WHERE kind IN ('RefreshToken', 'AccessToken')),
  queued AS (
    INSERT INTO logout_message (client_id, account_id, sid)
    SELECT client_id, account_id, sid FROM had WHERE sid IS NOT NULL),
  counted AS (
    SELECT id, sum(session)::int AS sessions, sum(token)::int AS tokens FROM (
      SELECT id, 0 AS session, 0 AS token FROM known
      UNION ALL
      SELECT account_id, (kind = 'Session')::int, (kind NOT IN ('Session', 'Grant'))::int FROM ended WHERE was_alive) one
    GROUP BY id),
  noted AS (
    INSERT INTO revocation (key, reason, cutoff, subjects, sessions, tokens)
    SELECT $3, $4, $2, count(*), coalesce(sum(sessions), 0), coalesce(sum(tokens), 0) FROM counted)
  SELECT id, sessions, tokens FROM counted`

/**
 * Ends what these subjects began at or before the cut-off, and nothing that is younger: the same again ends nothing of
 * whoever has come back. Relying parties that had sessions of theirs are told later, from rows of the same transaction.
 */
export async function revokeSubjects(
  database: pg.Pool,
  {
    subjects,
    cutoff,
    key,
    reason,
  }: { subjects: readonly string[]; cutoff: Date; key: string; reason: string },
): Promise<Record<string, Ended>> {
  const { rows } = await database.query<Row>({
    name: "revoke",
    text: REVOKE,
    values: [[...new Set(subjects)], cutoff, key, reason],
  })
  const outcomes: Record<string, Ended> = Object.fromEntries(
    subjects.map((sub) => [sub, { outcome: "unknown_subject", sessions: 0, tokens: 0 }]),
  )
  for (const { id, sessions, tokens } of rows)
    outcomes[id] = { outcome: sessions + tokens > 0 ? "revoked" : "nothing", sessions, tokens }
  return outcomes
}
