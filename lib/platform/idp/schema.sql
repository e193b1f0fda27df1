-- What does the demo's identity provider remember? Accounts, all that oidc-provider keeps, cut-offs, and letters of logout.

CREATE TABLE account (
  id TEXT COLLATE "C" PRIMARY KEY,
  -- Made to be watched dying; no person's.
  is_canary BOOLEAN NOT NULL DEFAULT false,
  -- The first four bytes of SHA-256 over the id: modulo N it is the cohort.
  cohort_hash BIGINT NOT NULL,
  last_authenticated_at TIMESTAMPTZ,
  must_reset BOOLEAN NOT NULL DEFAULT false,
  -- Their own after a reset; all others share the demo's.
  password TEXT,
  password_set_at TIMESTAMPTZ,
  -- What was begun at or before it is ended. It never moves back.
  cutoff TIMESTAMPTZ,
  cutoff_set_at TIMESTAMPTZ,
  cutoff_xid XID8
);
CREATE INDEX account_cutoff_xid ON account (cutoff_xid) WHERE cutoff_xid IS NOT NULL;

-- One row for each thing of oidc-provider's, of any kind. A self-contained access token has a row as well, so that one can
-- tell who has some; the token itself is nowhere.
CREATE TABLE record (
  kind TEXT NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  payload JSONB NOT NULL,
  account_id TEXT COLLATE "C",
  client_id TEXT,
  grant_id TEXT COLLATE "C",
  session_uid TEXT COLLATE "C",
  user_code TEXT,
  ends_with_session BOOLEAN NOT NULL DEFAULT false,
  -- When its person proved who they are: a token that was refreshed today from a session of yesterday began yesterday.
  begun_at TIMESTAMPTZ NOT NULL,
  last_used_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  expires_at TIMESTAMPTZ NOT NULL,
  consumed_at TIMESTAMPTZ,
  PRIMARY KEY (id, kind)
);
CREATE INDEX record_account ON record (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX record_grant ON record (grant_id) WHERE grant_id IS NOT NULL;
CREATE INDEX record_session ON record (session_uid) WHERE kind = 'Session';
CREATE INDEX record_user_code ON record (user_code) WHERE user_code IS NOT NULL;
CREATE INDEX record_expires ON record (expires_at);

-- Cut-offs of everybody, of a cohort, of one subject. What does not apply to a scope is 0 or empty.
CREATE TABLE epoch (
  scope TEXT NOT NULL CHECK (scope IN ('global', 'cohort', 'subject')),
  modulus INTEGER NOT NULL DEFAULT 0,
  cohort INTEGER NOT NULL DEFAULT 0,
  sub TEXT COLLATE "C" NOT NULL DEFAULT '',
  cutoff TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (scope, modulus, cohort, sub)
);

-- Logout tokens that relying parties are still to be told.
CREATE TABLE logout_message (
  -- Its jti.
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  client_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  sid TEXT NOT NULL,
  queued_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  next_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  attempts INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX logout_message_next ON logout_message (next_at);

CREATE TABLE revocation (
  at TIMESTAMPTZ NOT NULL DEFAULT now(),
  key TEXT NOT NULL,
  reason TEXT NOT NULL,
  cutoff TIMESTAMPTZ NOT NULL,
  subjects INTEGER NOT NULL,
  sessions INTEGER NOT NULL,
  tokens INTEGER NOT NULL
);

-- The latest cut-off that an account falls under, or null.
CREATE FUNCTION cutoff_of(wanted TEXT) RETURNS TIMESTAMPTZ LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT greatest(a.cutoff, (
    SELECT max(e.cutoff) FROM epoch e
    WHERE e.scope = 'global' OR (e.scope = 'subject' AND e.sub = a.id)
      OR (e.scope = 'cohort' AND a.cohort_hash % e.modulus = e.cohort)))
  FROM account a WHERE a.id = wanted
$$;

-- What counts no more, whoever wrote it when: a request that was under way during a revocation may write later.
CREATE FUNCTION is_cut_off(account TEXT, begun TIMESTAMPTZ) RETURNS BOOLEAN LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT begun <= coalesce(cutoff_of(account), '-infinity')
$$;

-- What somebody could use just now, by the words that consoles have for it.
CREATE VIEW live_record AS
SELECT r.account_id, r.id, r.client_id, r.session_uid, r.begun_at, r.last_used_at, r.expires_at,
  CASE r.kind WHEN 'Session' THEN 'session' WHEN 'AccessToken' THEN 'opaque'
    WHEN 'Jwt' THEN 'jwt' ELSE CASE WHEN r.ends_with_session THEN 'refresh' ELSE 'offline' END END AS kind
FROM record r
WHERE r.kind IN ('Session', 'RefreshToken', 'AccessToken', 'Jwt') AND r.account_id IS NOT NULL
  AND r.expires_at > now() AND r.consumed_at IS NULL
  AND (r.kind = 'Jwt' OR (
    NOT is_cut_off(r.account_id, r.begun_at)
    AND (r.grant_id IS NULL OR EXISTS (SELECT FROM record g WHERE g.kind = 'Grant' AND g.id = r.grant_id))
    AND (NOT r.ends_with_session OR EXISTS (
      SELECT FROM record s WHERE s.kind = 'Session' AND s.session_uid = r.session_uid AND s.expires_at > now()))));
