import { createWriteStream } from "node:fs"
import { join } from "node:path"
import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import type { Engine } from "../../core/engine.ts"
import { AppError } from "../../core/errors.ts"
import type { SessionAuthority, SubjectQuery } from "../../core/session-authority.ts"
import { literal } from "../../core/sql.ts"

/** An authority that never comes to an end of its pages has another trouble. */
const PAGES_MAX = 100_000

/**
 * Makes the table `asked` (sub, sessions, last_used_at) of all whom an authority names, a page at a time: nothing of it
 * stays in the memory of this process. Refuses an authority that cannot tell, or whose pages go in circles.
 */
export async function collectSubjects(
  engine: Engine,
  workFolder: string,
  authority: SessionAuthority,
  query: SubjectQuery,
): Promise<void> {
  const file = join(workFolder, "subjects.ndjson")
  await pipeline(Readable.from(linesOf(authority, query)), createWriteStream(file, { mode: 0o600 }))
  await engine.run(`
    CREATE OR REPLACE TABLE asked AS
    SELECT sub, sum(sessions)::INTEGER AS sessions, max(last_used_at) AS last_used_at
    FROM read_json(${literal(file)}, format = 'newline_delimited',
      columns = {sub: 'VARCHAR', sessions: 'INTEGER', last_used_at: 'TIMESTAMP'})
    GROUP BY sub`)
}

async function* linesOf(authority: SessionAuthority, query: SubjectQuery): AsyncGenerator<string> {
  if (!authority.select)
    throw new AppError(
      "precondition",
      "This authority cannot tell who has sessions: give the scope by the log, by groups or as a list",
    )
  const seen = new Set<string>()
  let cursor: string | null = null
  for (let page = 0; page < PAGES_MAX; page++) {
    const { subjects, next } = await authority.select(query, cursor)
    for (const { sub, sessions, lastUsedAt } of subjects)
      yield `${JSON.stringify({ sub, sessions, last_used_at: lastUsedAt?.toISOString().replace("Z", "") ?? null })}\n`
    if (next === null) return
    if (seen.has(next)) break
    seen.add(next)
    cursor = next
  }
  throw new AppError("unavailable", "The authority's list of sessions goes in circles: nobody was planned")
}
