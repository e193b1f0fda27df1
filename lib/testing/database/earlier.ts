import { cpSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { projectRoot } from "../../platform/config.ts"
import { connect } from "../../platform/db/connect.ts"
import { migrate } from "../../platform/db/migrate.ts"

const shipped = join(projectRoot, "prisma/migrations")
export const FIRST = "20261121205116_first_rooms"

const PERSON = "a-person"
const [INCIDENT, SET, REVISION, RUN, ANSWER] = [1, 2, 3, 4, 5].map(
  (nth) => `0190b5a0-0000-7000-8000-00000000000${nth}`,
)

/** Puts a migration into a folder of its own, as if no later one were there. */
export function onlyFirst(folder: string): string {
  cpSync(join(shipped, FIRST), join(folder, FIRST), { recursive: true })
  return folder
}

/** The names of all migrations. */
export function shippedMigrations(): string[] {
  return readdirSync(shipped).filter((name) => /^\d/.test(name))
}

/** Brings an empty database to the schema of the first version, and fills it with what people did in that. */
export async function fillFirstVersion(url: string, folder: string): Promise<void> {
  await migrate(url, onlyFirst(folder))
  const client = await connect(url)
  try {
    await client.query(`
      INSERT INTO "user" (id, email, name, role, updated_at)
        VALUES ('${PERSON}', 'first@example.org', 'The first', 'security', '2026-11-21T21:00:00Z');
      INSERT INTO account (id, account_id, provider_id, user_id, password, updated_at)
        VALUES ('a', '${PERSON}', 'credential', '${PERSON}', 'hashed', '2026-11-21T21:00:00Z');
      INSERT INTO incident (id, title, severity, aware_at, declared_by)
        VALUES ('${INCIDENT}', 'A porch', 'high', '2024-02-16T10:00:00.123456Z', '${PERSON}');
      INSERT INTO evidence_set (id, incident_id, kind, added_by)
        VALUES ('${SET}', '${INCIDENT}', 'upload', '${PERSON}');
      INSERT INTO revision (id, incident_id, number, evidence_set_id, incident_file, mappings, requested_by, summary,
          digest, result_attempt, accounts_folder, completed_at)
        VALUES ('${REVISION}', '${INCIDENT}', 1, '${SET}', E'title: a\\tporch\\n', '{"own": "x"}', '${PERSON}',
          '{"digest": "d1", "questions": [{"code": "unattributed", "count": 3}], "share": 0.1}', 'd1', 1, 'accounts',
          '2026-11-21T22:00:00Z');
      INSERT INTO run (id, revision_id, attempt, state, done) VALUES ('${RUN}', '${REVISION}', 1, 'done', 1);
      INSERT INTO answer (id, revision_id, code, verdict, reason, answered_by)
        VALUES ('${ANSWER}', '${REVISION}', 'unattributed', 'settled', E'Nobody\\\\nwas there.', '${PERSON}');
      INSERT INTO trail_entry (id, at, act, actor, incident_id, details)
        SELECT gen_random_uuid(), '2026-11-21T21:00:00Z'::timestamptz + nth * interval '1 second', act, actor, about,
          jsonb_build_object('nth', nth)
        FROM (VALUES (1, 'person.set', 'system', NULL), (2, 'incident.declare', '${PERSON}', '${INCIDENT}'::uuid),
          (3, 'evidence.add', '${PERSON}', '${INCIDENT}'), (4, 'revision.request', '${PERSON}', '${INCIDENT}'),
          (5, 'run.finish', 'system', '${INCIDENT}'), (6, 'question.answer', '${PERSON}', '${INCIDENT}'))
          AS entries (nth, act, actor, about)`)
  } finally {
    await client.end()
  }
}

/** Every row of the tables that the first version made, as JSON, with the columns that it had. */
export async function rowsOfFirstVersion(url: string): Promise<Record<string, unknown[]>> {
  const client = await connect(url)
  try {
    const found: Record<string, unknown[]> = {}
    for (const [table, columns] of Object.entries(columnsOfFirstVersion)) {
      const { rows } = await client.query(`SELECT ${columns} FROM "${table}" ORDER BY ${columns}`)
      found[table] = rows
    }
    return found
  } finally {
    await client.end()
  }
}

/** Of the trail, what does not depend on how entries are chained. */
const columnsOfFirstVersion: Readonly<Record<string, string>> = {
  user: `id, email, name, role::TEXT, created_at::TEXT`,
  account: `id, account_id, provider_id, user_id, password`,
  incident: `id, number, title, severity::TEXT, aware_at::TEXT, declared_at::TEXT, declared_by`,
  evidence_set: `id, incident_id, kind::TEXT, draft_version, added_by`,
  revision: `id, incident_id, number, evidence_set_id, incident_file, mappings::TEXT, summary::TEXT, digest,
    result_attempt, accounts_folder, completed_at::TEXT`,
  run: `id, revision_id, attempt, state::TEXT, done`,
  answer: `id, revision_id, code, verdict::TEXT, reason, answered_at::TEXT, answered_by`,
  trail_entry: `at::TEXT, act, actor`,
}
