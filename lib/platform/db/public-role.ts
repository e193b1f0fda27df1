import pg from "pg"
import { connect } from "./connect.ts"

/** What the role may call, and nothing else. */
const FUNCTIONS = ["public.public_letter(text)", "public.public_take_webhook(text, text, text)"]
/** Two processes that start at once set the role up one after the other. */
const LOCK = 72_707_370
const NAME_CHARACTERS_MAX = 63

/** The role of the public process for a database; roles are shared by all databases of a server. */
export function publicRoleOf(database: string): string {
  return `tocsin_public_${database}`.slice(0, NAME_CHARACTERS_MAX)
}

/**
 * Sees to it, as the owner of a server that is ours alone, that the public process has a role of its own in a database,
 * which can connect to it and call two functions; nobody else keeps what PostgreSQL gives to everybody.
 * @returns the database's address for that role
 */
export async function ensurePublicRole(url: string, password: string): Promise<string> {
  const client = await connect(url)
  try {
    const { rows } = await client.query<{ name: string }>("SELECT current_database() AS name")
    const database = rows[0]?.name ?? ""
    const role = publicRoleOf(database)
    await client.query("BEGIN")
    await client.query("SELECT pg_advisory_xact_lock($1)", [LOCK])
    await client.query(setUp(database, role, password))
    await client.query("COMMIT")
    const own = new URL(url)
    own.username = role
    own.password = password
    return own.href
  } finally {
    await client.end()
  }
}

function setUp(database: string, role: string, password: string): string {
  const name = pg.escapeIdentifier(role)
  const held = pg.escapeIdentifier(database)
  return `
    DO $$ BEGIN
      IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = ${pg.escapeLiteral(role)}) THEN
        CREATE ROLE ${name};
      END IF;
    END $$;
    ALTER ROLE ${name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT
      CONNECTION LIMIT 20 PASSWORD ${pg.escapeLiteral(password)};
    ALTER ROLE ${name} SET statement_timeout = '5s';
    REVOKE ALL ON DATABASE ${held} FROM PUBLIC, ${name};
    GRANT CONNECT ON DATABASE ${held} TO ${name};
    REVOKE ALL ON SCHEMA public FROM PUBLIC, ${name};
    GRANT USAGE ON SCHEMA public TO ${name};
    REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, ${name};
    REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, ${name};
    REVOKE ALL ON ALL ROUTINES IN SCHEMA public FROM PUBLIC, ${name};
    ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON ROUTINES FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION ${FUNCTIONS.join(", ")} TO ${name};
    ${CLOSED_TO_EVERYBODY}`
}

/**
 * What PostgreSQL lets everybody do that leaves something behind or holds others up: connect to the server's own
 * databases, keep large objects, take the locks by which our processes wait for each other, and notify.
 */
const CLOSED_TO_EVERYBODY = `
  DO $$ DECLARE one RECORD; BEGIN
    FOR one IN SELECT datname FROM pg_database d, aclexplode(coalesce(datacl, acldefault('d', datdba))) a
      WHERE datname IN ('postgres', 'template1') AND a.grantee = 0 GROUP BY datname
    LOOP
      EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', one.datname);
    END LOOP;
    FOR one IN SELECT p.oid::regprocedure AS name FROM pg_proc p,
        aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
      WHERE p.pronamespace = 'pg_catalog'::regnamespace AND a.grantee = 0
        AND (p.proname ~ '^(pg_(try_)?advisory_|lo_|pg_notify$|pg_sleep)' OR p.proname IN ('loread', 'lowrite'))
    LOOP
      EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', one.name);
    END LOOP;
  END $$;`

/**
 * What is wrong with a role for the public process, in the user's words: what it can do besides what it should, and what
 * it cannot. Empty for one that is as it is meant to be.
 * @throws AppError unavailable when the database lets it not in
 */
export async function listFaultsOfPublicRole(url: string): Promise<string[]> {
  const client = await connect(url, "tocsin public")
  try {
    const { rows } = await client.query<{ fault: string }>(FAULTS, [FUNCTIONS])
    return rows.map(({ fault }) => fault)
  } finally {
    await client.end()
  }
}

const FAULTS = `
  SELECT 'reads or writes ' || c.oid::regclass AS fault FROM pg_class c
  WHERE c.relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace, 'pg_toast'::regnamespace)
    AND ((c.relkind IN ('r', 'p', 'v', 'm', 'f') AND (
        has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
        OR has_any_column_privilege(c.oid, 'SELECT, INSERT, UPDATE, REFERENCES')))
      OR (c.relkind = 'S' AND has_sequence_privilege(c.oid, 'USAGE, SELECT, UPDATE')))
  UNION ALL
  SELECT 'calls ' || p.oid::regprocedure FROM pg_proc p
  WHERE p.pronamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
    AND has_function_privilege(p.oid, 'EXECUTE')
    AND p.oid <> ALL (SELECT one::regprocedure FROM unnest($1::text[]) AS one)
  UNION ALL
  SELECT 'cannot call ' || one FROM unnest($1::text[]) AS one WHERE NOT has_function_privilege(one, 'EXECUTE')
  UNION ALL
  SELECT 'creates in schema ' || nspname FROM pg_namespace WHERE has_schema_privilege(oid, 'CREATE')
  UNION ALL
  SELECT 'makes temporary tables' WHERE has_database_privilege(current_database(), 'TEMP')
  UNION ALL
  SELECT 'is more than an ordinary role' FROM pg_roles
  WHERE rolname = current_user AND (rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls)
  UNION ALL
  SELECT 'is a member of ' || roleid::regrole FROM pg_auth_members
  WHERE member = (SELECT oid FROM pg_roles WHERE rolname = current_user)`
