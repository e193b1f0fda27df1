import { cpSync } from "node:fs"
import { join } from "node:path"
import fc from "fast-check"
import pg from "pg"
import { expect, test } from "vitest"
import { projectRoot } from "../platform/config.ts"
import { openDatabase } from "../platform/db/client.ts"
import { migrate } from "../platform/db/migrate.ts"
import { emptyDatabase } from "../testing/database/own-database.ts"
import { temporaryFolder } from "../testing/temporary-folder.ts"
import { entryHash, INSTALLATION_CHAIN } from "./entry-hash.ts"
import { brokenLine, verifyChains } from "./verify-trail.ts"

const FIRST = "20261121205116_first_rooms"
const RUNS = 20
const url = await emptyDatabase()

/** The migrations as the first version had them. */
const firstFolder = temporaryFolder()
cpSync(join(projectRoot, "prisma/migrations", FIRST), join(firstFolder, FIRST), { recursive: true })

// PostgreSQL knows no U+0000 and no half of a surrogate pair.
const text = fc.string({ unit: "binary", maxLength: 40 }).map((one) => one.replaceAll(/[\0\p{Cs}]/gu, ""))
const line = text.map((one) => one.replaceAll("\n", " "))
const details = fc.dictionary(
  text,
  fc.oneof(
    text,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constant(null),
    fc.array(text, { maxLength: 3 }),
  ),
  { maxKeys: 5 },
)
const entry = fc.record({
  /** Microseconds: several of one moment, and such as are rounded up. */
  micros: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 2 ** 48 })),
  act: line,
  actor: fc.constantFrom("kim", "system", "somebody who is gone"),
  isOfIncident: fc.boolean(),
  details,
})

test("entries of the first version are chains that verify, whatever they tell", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { maxLength: 12 }), async (entries) => {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      try {
        await client.query("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        await migrate(url, firstFolder)
        await client.query(
          `INSERT INTO "user" (id, email, name, role, updated_at) VALUES ('kim', 'k', 'Kim', 'legal', now())`,
        )
        const incident = await client.query<{ id: string }>(
          `INSERT INTO incident (id, title, severity, aware_at, declared_by) VALUES (gen_random_uuid(), 'A', 'low', now(), 'kim') RETURNING id`,
        )
        const { id } = incident.rows[0] ?? { id: "" }
        const add = `INSERT INTO trail_entry (id, at, act, actor, incident_id, details)
          VALUES (gen_random_uuid(), timestamptz '1999-12-31 23:59:59Z' + $1 * interval '1 microsecond', $2, $3, $4, $5)`
        await client.query(add, [-1, "incident.declare", "kim", id, "{}"])
        for (const { micros, act, actor, isOfIncident, details: told } of entries)
          await client.query(add, [micros, act, actor, isOfIncident ? id : null, JSON.stringify(told)])
        await migrate(url)
        const database = openDatabase(url)
        try {
          const report = await verifyChains(database)
          expect(report.broken.map((one) => brokenLine(one))).toEqual([])
          expect(report.entries).toBe(entries.length + 1)
          const after = await database.trailEntry.findMany()
          for (const one of after) expect(one.hash).toBe(entryHash(one))
          const roleOf = { kim: "legal", system: "system" } as Record<string, string>
          for (const one of after) expect(one.role).toBe(roleOf[one.actor] ?? "system")
          expect(new Set(after.map(({ chainId }) => chainId)).size).toBeLessThanOrEqual(2)
          expect(after.filter(({ chainId }) => chainId === INSTALLATION_CHAIN)).toHaveLength(
            entries.filter(({ isOfIncident }) => !isOfIncident).length,
          )
        } finally {
          await database.$disconnect()
        }
      } finally {
        await client.end()
      }
    }),
    { numRuns: RUNS, seed: 20_240_216 },
  )
})
