import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, describe, expect, inject, test } from "vitest"
import { readConfig } from "../../lib/platform/config.ts"
import { openDatabase } from "../../lib/platform/db/client.ts"
import { openCluster, runningPort } from "../../lib/platform/db/cluster.ts"
import { connect } from "../../lib/platform/db/connect.ts"
import { migrate } from "../../lib/platform/db/migrate.ts"
import { fillInstallation } from "../../lib/testing/database/installation.ts"
import { ownDatabase } from "../../lib/testing/database/own-database.ts"
import { comesTrue, runTocsin, startTocsin } from "../../lib/testing/run-tocsin.ts"
import { temporaryFolder } from "../../lib/testing/temporary-folder.ts"

const root = temporaryFolder()
const STARTED_MS_MAX = 60_000

describe("a new machine", () => {
  const original = join(root, "original")
  const moved = join(root, "moved")
  const file = join(root, "whole.tar")

  test("gets all that the old one had: two commands, each database started for the work and stopped again", async () => {
    const cluster = await openCluster(original)
    await migrate(cluster.url)
    const database = openDatabase(cluster.url)
    await fillInstallation(database, readConfig({ TOCSIN_DATA: original }))
    await database.$disconnect()
    await cluster.release()

    const env = { DATABASE_URL: "", TOCSIN_DATA: original, TOCSIN_EVIDENCE: "/srv/logs" }
    const made = await runTocsin(["backup", "--out", file], { env })
    expect([made.status, made.stderr]).toEqual([0, ""])
    expect(made.stdout).toMatch(/^\d+ rows of \d+ tables and 7 files, \d\.\d MiB are in .*whole\.tar\.\n/)
    expect(made.stdout).toContain("It holds secrets and personal data: keep it as you keep the original.\n")
    expect(made.stdout).toContain("Evidence that is read where it lies is not in it: /srv/logs.\n")
    expect(await runningPort(original)).toBeNull()

    const restored = await runTocsin(["restore", file, "--into", moved, "--json"], {
      env: { DATABASE_URL: "" },
    })
    expect([restored.status, restored.stderr]).toEqual([0, ""])
    expect(JSON.parse(restored.stdout)).toMatchObject({
      dataFolder: moved,
      files: 7,
      elsewhere: ["/srv/logs"],
      migrated: [],
    })
    expect(await runningPort(moved)).toBeNull()
    const password = (folder: string) => readFileSync(join(folder, "secrets", "postgres-password"), "utf8")
    expect(password(moved)).not.toBe(password(original))

    const again = await runTocsin(["backup", "--out", join(root, "again.tar"), "--json"], {
      env: { DATABASE_URL: "", TOCSIN_DATA: moved },
    })
    const { rows, tables, files } = JSON.parse(restored.stdout)
    // The trail tells of the restore: a chain, its entry, and what that says.
    expect(JSON.parse(again.stdout)).toMatchObject({ rows: rows + 3, tables, files })
    const verified = await runTocsin(["trail", "verify"], { env: { DATABASE_URL: "", TOCSIN_DATA: moved } })
    expect([verified.status, verified.stderr]).toEqual([0, ""])
  })

  test("is not given it twice", async () => {
    const { status, stderr } = await runTocsin(["restore", file, "--into", moved], {
      env: { DATABASE_URL: "" },
    })
    expect(status).toBe(2)
    expect(stderr).toMatch(
      /^tocsin: .* holds incidents\/\S+ already: a backup is restored into an empty data folder\n$/,
    )
  })

  test("may have a database of its own, whose role is no superuser", async () => {
    const own = await limitedDatabase()
    const env = { DATABASE_URL: own, TOCSIN_DATA: join(root, "external") }
    const { status, stderr, stdout } = await runTocsin(["restore", file], { env })
    expect([status, stderr]).toEqual([0, ""])
    expect(stdout).toMatch(
      /^\d+ rows of \d+ tables and 7 files, .*, as they were at \S+, are in .*external\.\n/,
    )
    expect(existsSync(join(root, "external", "postgres"))).toBe(false)
  })

  test("is told in one line of a file that is no backup", async () => {
    const none = join(root, "none.tar")
    writeFileSync(none, "none")
    const env = { DATABASE_URL: "", TOCSIN_DATA: join(root, "untouched") }
    expect(await runTocsin(["restore", none], { env })).toMatchObject({
      status: 2,
      stdout: "",
      stderr: `tocsin: ${none}: is no backup of Tocsin; nothing was restored\n`,
    })
    expect(existsSync(join(root, "untouched"))).toBe(false)
  })
})

describe("a backup that is ended while it is made", async () => {
  const { url } = await ownDatabase()
  const data = join(root, "data")
  const out = join(root, "ended", "out.tar")
  const env = { DATABASE_URL: url, TOCSIN_DATA: data }
  const partials = () => readdirSync(join(root, "ended"))
  mkdirSync(join(root, "ended"))

  /** Starts a backup that cannot go on, for somebody holds a table, and gives it once its file is begun. */
  async function heldBackup() {
    const holder = await connect(url)
    await holder.query("BEGIN; LOCK TABLE incident IN ACCESS EXCLUSIVE MODE")
    const backup = startTocsin(["backup", "--out", out], { env })
    const isBegun = () => partials().some((name) => statSync(join(root, "ended", name)).size > 0)
    expect(await comesTrue(isBegun, STARTED_MS_MAX)).toBe(true)
    return { backup, letGo: () => holder.end() }
  }

  test("by its user, leaves nothing and says so", async () => {
    const { backup, letGo } = await heldBackup()
    process.kill(backup.pid, "SIGTERM")
    expect(await backup.ended).toMatchObject({
      status: 130,
      stderr: "tocsin: stopped; nothing was written\n",
    })
    expect(partials()).toEqual([])
    await letGo()
  })

  test("by the machine, leaves no file of that name, and the next one removes what it had begun", async () => {
    const { backup, letGo } = await heldBackup()
    process.kill(backup.pid, "SIGKILL")
    await backup.ended
    expect(partials()).toEqual([`out.tar.partial-${backup.pid}`])
    await letGo()
    expect(await runTocsin(["backup", "--out", out], { env })).toMatchObject({ status: 0, stderr: "" })
    expect(partials()).toEqual(["out.tar"])
  })
})

/** A database of a role that may do nothing beyond it. */
async function limitedDatabase(): Promise<string> {
  const server = new URL(inject("templateUrl"))
  server.pathname = "/postgres"
  const name = `limited_${process.pid}`
  const run = async (...statements: string[]) => {
    const client = await connect(server.href)
    for (const sql of statements) await client.query(sql)
    await client.end()
  }
  await run(`CREATE ROLE ${name} LOGIN PASSWORD 'limited'`, `CREATE DATABASE ${name} OWNER ${name}`)
  afterAll(() => run(`DROP DATABASE ${name} WITH (FORCE)`, `DROP ROLE ${name}`))
  const own = new URL(server)
  Object.assign(own, { username: name, password: "limited", pathname: `/${name}` })
  return own.href
}
