import type pg from "pg"
import type { TokenKind } from "../../core/session-authority.ts"

export interface LiveToken {
  id: string
  kind: TokenKind
  client: string | null
  startedAt: Date
  lastUsedAt: Date
  expiresAt: Date
}

export interface SubjectDetails {
  sessions: LiveToken[]
  lastAuthenticatedAt: Date | null
}

/**
 * What a subject could use just now, or null where the account never was. Self-contained tokens from before a cut-off are
 * dead where the app obeys cut-offs, and else live until they expire. Ids are no tokens: with them nobody can do anything.
 */
export async function inspectSubject(
  database: pg.Pool,
  sub: string,
  isFollowed: boolean,
): Promise<SubjectDetails | null> {
  const account = await database.query<{ at: Date | null }>(
    `SELECT last_authenticated_at AS at FROM account WHERE id = $1`,
    [sub],
  )
  const [known] = account.rows
  if (!known) return null
  const { rows } = await database.query<LiveToken>(
    `SELECT left(encode(sha256(convert_to(id, 'UTF8')), 'hex'), 32) AS id, kind, client_id AS client,
       begun_at AS "startedAt", last_used_at AS "lastUsedAt", expires_at AS "expiresAt"
     FROM live_record
     WHERE account_id = $1 AND (kind <> 'jwt' OR NOT ($2 AND is_cut_off(account_id, begun_at)))
     ORDER BY begun_at, kind, id`,
    [sub, isFollowed],
  )
  return { sessions: rows, lastAuthenticatedAt: known.at }
}

export interface SubjectWindow {
  usedFrom?: Date | undefined
  usedTo?: Date | undefined
  startedBefore?: Date | undefined
}

export interface SubjectRow {
  sub: string
  sessions: number
  lastUsedAt: Date
}

/** Account by account in the order of their ids, so that a page costs what it holds, however many there are. */
const SUBJECTS = `
  SELECT a.id AS sub, l.sessions, l.used_at AS "lastUsedAt"
  FROM account a
  CROSS JOIN LATERAL (SELECT cutoff_of(a.id) AS cutoff OFFSET 0) c
  CROSS JOIN LATERAL (
    SELECT count(DISTINCT r.session_uid)::int AS sessions, max(r.last_used_at) AS used_at
    FROM record r
    WHERE r.account_id = a.id AND r.kind IN ('Session', 'RefreshToken', 'AccessToken')
      AND r.expires_at > now() AND r.consumed_at IS NULL
      AND r.begun_at > coalesce(c.cutoff, '-infinity')
      AND ($2::timestamptz IS NULL OR r.last_used_at >= $2)
      AND ($3::timestamptz IS NULL OR r.begun_at <= $3)
      AND ($4::timestamptz IS NULL OR r.begun_at < $4)) l
  WHERE a.id > $1 AND NOT a.is_canary AND l.sessions > 0
  ORDER BY a.id LIMIT $5`

/**
 * People with something alive, and how often they are signed in. Of a window counts whoever began before its end and used
 * it after its beginning: what happened between the two an authority does not know.
 */
export async function listSubjects(
  database: pg.Pool,
  { usedFrom, usedTo, startedBefore }: SubjectWindow,
  after: string,
  limit: number,
): Promise<{ subjects: SubjectRow[]; next: string | null }> {
  const { rows } = await database.query<SubjectRow>({
    name: "subjects",
    text: SUBJECTS,
    values: [after, usedFrom ?? null, usedTo ?? null, startedBefore ?? null, limit],
  })
  return { subjects: rows, next: rows.length < limit ? null : (rows.at(-1)?.sub ?? null) }
}
