import { mkdtempSync, readdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import pg from "pg"
import { describe, expect, inject, test } from "vitest"
import { openCluster, runningPort } from "../../lib/platform/db/cluster.ts"
import { ownDatabase } from "../../lib/testing/database/own-database.ts"
import { runTocsin } from "../../lib/testing/run-tocsin.ts"
import { temporaryFolder } from "../../lib/testing/temporary-folder.ts"

const root = temporaryFolder()
const newFolder = () => mkdtempSync(join(root, "data-"))
const { url } = await ownDatabase()

interface Finding {
  what: string
  state: string
  told: string
}

/** What the doctor finds, by what it looks at. */
async function examine(env: Record<string, string>) {
  const { status, stdout, stderr } = await runTocsin(["doctor", "--json"], {
    env: { DATABASE_URL: "", TOCSIN_ENGINE_MEMORY_MIB: "512", ...env },
  })
  expect(stderr).toBe("")
  const findings = JSON.parse(stdout) as Finding[]
  const failed = findings.filter(({ state }) => state === "failed")
  return {
    status,
    failed,
    states: Object.fromEntries(findings.map(({ what, state }) => [what, state])),
    told: Object.fromEntries(findings.map(({ what, told }) => [what, told])),
  }
}

describe("on a fresh folder", () => {
  const own = temporaryFolder()

  test("all is ok but what nobody has set; the database is started for the look and stopped again", async () => {
    const { status, states, told } = await examine({ TOCSIN_DATA: own })
    expect(states).toEqual({
      Node: "ok",
      memory: "ok",
      "data folder": "ok",
      disk: "ok",
      database: "ok",
      clock: "ok",
      "public process": "ok",
      sink: "not configured",
      "evidence engine": "ok",
      "evidence folders": "not configured",
      backup: "not configured",
    })
    expect(status).toBe(0)
    expect(told.database).toMatch(
      /^PostgreSQL 18\.\d+ \(embedded, started for this look\), 0 migrations applied, \d+ to be applied by the next start$/,
    )
    expect(await runningPort(own)).toBeNull()
  })

  test("a database that runs is looked at as it runs", async () => {
    const cluster = await openCluster(own)
    const { states, told } = await examine({ TOCSIN_DATA: own })
    expect([states.database, told.database]).toEqual(["ok", expect.stringContaining("(embedded, running)")])
    expect(await runningPort(own)).not.toBeNull()
    await cluster.release()
  })

  test("people read a line for each thing", async () => {
    const { stdout } = await runTocsin(["doctor"], {
      env: { TOCSIN_DATA: own, DATABASE_URL: url, TOCSIN_EVIDENCE: own },
    })
    expect(stdout).toMatch(/^((ok|not configured) +\S.* {2}\S.*\n){11}$/)
    expect(stdout).toContain(`${own} (`)
  })
})

describe("fails with status 1 and tells why", () => {
  test("of a data folder that cannot be written", async () => {
    const file = join(newFolder(), "a file")
    writeFileSync(file, "")
    const { status, failed } = await examine({ TOCSIN_DATA: join(file, "data"), DATABASE_URL: url })
    expect([status, failed]).toEqual([
      1,
      [
        {
          what: "data folder",
          state: "failed",
          told: `TOCSIN_DATA: ${file}/data is not a folder; name another folder`,
        },
      ],
    ])
  })

  test("of each wrong setting, and never shows a password", async () => {
    const { status, failed } = await examine({
      TOCSIN_PORT: "99999",
      TOCSIN_FOLDER: "x",
      DATABASE_URL: "mysql://tocsin:hush@localhost/tocsin",
    })
    expect([status, failed.map(({ told }) => told)]).toEqual([
      1,
      [
        "TOCSIN_FOLDER: is not a setting of this version",
        "DATABASE_URL: is not an address like postgresql://user:password@host/database",
        'TOCSIN_PORT: "99999" is not a port',
      ],
    ])
  })

  test("of evidence folders that cannot be read, each", async () => {
    const own = newFolder()
    const { status, failed } = await examine({
      TOCSIN_DATA: own,
      DATABASE_URL: url,
      TOCSIN_EVIDENCE: `${own}:${own}/gone`,
    })
    expect([status, failed.map(({ told }) => told)]).toEqual([
      1,
      [`TOCSIN_EVIDENCE: ${own}/gone cannot be read (ENOENT)`],
    ])
  })

  test.each([
    [
      "does not answer",
      () => "postgresql://tocsin:hush@127.0.0.1:1/tocsin",
      /^the database at 127\.0\.0\.1:1 does not answer: connect ECONNREFUSED/,
    ],
    [
      "lets nobody in",
      () => url.replace(/:[^:@]+@/, ":hush@"),
      /does not answer: password authentication failed for user "tocsin"$/,
    ],
  ])("of an external database that %s, and never shows its password", async (_, address, why) => {
    const { status, failed } = await examine({ TOCSIN_DATA: newFolder(), DATABASE_URL: address() })
    expect([status, failed]).toEqual([
      1,
      [{ what: "database", state: "failed", told: expect.stringMatching(why) }],
    ])
    expect(JSON.stringify(failed)).not.toContain("hush")
  })

  test("of a database that is newer than this version", async () => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query(
      "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '2099_later', now())",
    )
    const { status, failed } = await examine({ TOCSIN_DATA: newFolder(), DATABASE_URL: url })
    await client.query("DELETE FROM _prisma_migrations WHERE id = 'x'")
    await client.end()
    expect([status, failed.map(({ told }) => told)]).toEqual([
      1,
      ["the database is newer than this version: it knows the migration 2099_later"],
    ])
  })
})

test("an external database is looked at, and nothing is changed in it", async () => {
  const server = new URL(inject("templateUrl"))
  server.pathname = "/postgres"
  const { states, told } = await examine({ TOCSIN_DATA: newFolder(), DATABASE_URL: server.href })
  expect([states["public process"], told["public process"]]).toEqual([
    "not configured",
    expect.stringContaining("TOCSIN_PUBLIC_DATABASE_URL names its role"),
  ])
  expect([states.database, told.database]).toEqual([
    "ok",
    expect.stringMatching(/\(external, DATABASE_URL\), 0 migrations applied, \d+ to be applied/),
  ])
  const client = new pg.Client({ connectionString: server.href })
  await client.connect()
  expect((await client.query("SELECT to_regclass('_prisma_migrations') AS ledger")).rows).toEqual([
    { ledger: null },
  ])
  await client.end()
})

test("a role for the public process that can do more than it should is named with what it can do", async () => {
  const env = { TOCSIN_DATA: newFolder(), DATABASE_URL: url, TOCSIN_PUBLIC_DATABASE_URL: url }
  const { status, states, told } = await examine(env)
  expect([status, states["public process"]]).toEqual([1, "failed"])
  expect(told["public process"]).toMatch(/^TOCSIN_PUBLIC_DATABASE_URL: its role reads or writes /)
  expect(told["public process"]).not.toContain(new URL(url).password)
})

test("with an external database no embedded one is made", async () => {
  const own = newFolder()
  await examine({ TOCSIN_DATA: own, DATABASE_URL: url })
  expect(readdirSync(own).sort()).toEqual(["incidents", "secrets", "sink", "spill"])
})
