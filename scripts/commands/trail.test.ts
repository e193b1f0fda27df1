import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import pg from "pg"
import { expect, test } from "vitest"
import { correctIncident } from "../../lib/incidents/correct-incident.ts"
import { declareIncident } from "../../lib/incidents/declare-incident.ts"
import { contextsOver } from "../../lib/testing/database/contexts.ts"
import { ownDatabase } from "../../lib/testing/database/own-database.ts"
import { settledDeliveries } from "../../lib/testing/database/settled-deliveries.ts"
import { comesTrue, runTocsin } from "../../lib/testing/run-tocsin.ts"
import { temporaryFolder } from "../../lib/testing/temporary-folder.ts"
import { startWorker } from "../../lib/testing/worker-process.ts"

const data = temporaryFolder()
const { database, url } = await ownDatabase()
const { as } = contextsOver(database, data)
const legal = await as("legal")
const anchors = join(temporaryFolder(), "anchors")
const env = { DATABASE_URL: url, TOCSIN_DATA: data, TOCSIN_TRAIL_ANCHOR: `file:${anchors}` }
const trail = (...args: string[]) => runTocsin(["trail", ...args], { env })

const declared = { title: "A porch", severity: "low", awareAt: "2024-02-16T10:00:00Z" } as const
const { id } = await declareIncident(legal, declared)
await correctIncident(legal, id, { ...declared, severity: "high", reason: "It was looked at again" })

test("a whole trail ends with how much was read, its head, and how it was anchored last", async () => {
  const anchored = await trail("anchor")
  expect(anchored).toMatchObject({ status: 0, stderr: "" })
  expect(anchored.stdout).toMatch(/^anchored 1 chains at 20\S+ to file:/)
  expect((await trail("anchor")).stdout).toBe("nothing has happened since the last anchor\n")
  const { status, stdout } = await trail("verify", "--anchor", anchors)
  expect(status).toBe(0)
  expect(stdout.split("\n")).toEqual([
    "The trail is whole.",
    "3 entries read in 2 chains, held against 1 anchors from outside",
    expect.stringMatching(/^head of the installation's chain: [0-9a-f]{64} \(entry 1\)$/),
    expect.stringMatching(`^last anchored at 20.* to file:${anchors}$`),
    "",
  ])
  expect(JSON.parse((await trail("verify", "--json")).stdout)).toMatchObject({ isWhole: true, entries: 3 })
})

test("wrong input ends with status 2 and says which", async () => {
  const odd = join(temporaryFolder(), "odd")
  writeFileSync(odd, "{")
  expect(await trail("verify", "--anchor", anchors, odd)).toMatchObject({
    status: 2,
    stderr: `tocsin: ${odd}: line 1 is no anchor of a trail, or not whole\n`,
  })
  expect(await trail("verify", "--anchor", "/not/there")).toMatchObject({
    status: 2,
    stderr: "tocsin: --anchor: /not/there cannot be read (ENOENT)\n",
  })
  const nowhere = await runTocsin(["trail", "anchor"], { env: { ...env, TOCSIN_TRAIL_ANCHOR: "" } })
  expect(nowhere).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/^tocsin: TOCSIN_TRAIL_ANCHOR: /),
  })
})

test("the worker seals what is settled and anchors what is due, without being asked", async () => {
  const folder = join(temporaryFolder(), "later")
  const file = join(folder, "anchors")
  await settledDeliveries(database, 3)
  // Of an earlier day, so that another is due; and where nothing can be written yet.
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query("SET session_replication_role = replica; DELETE FROM trail_anchor")
  await client.end()
  const worker = startWorker({ ...env, TOCSIN_TRAIL_ANCHOR: `file:${file}` })
  try {
    const isSealed = async () => (await database.webhookDelivery.count({ where: { sealedBy: null } })) === 0
    expect(await comesTrue(isSealed, 60_000)).toBe(true)
    expect(worker.hasEnded()).toBe(false)
  } finally {
    process.kill(worker.pid, "SIGTERM")
  }
  expect((await worker.ended).stderr).toMatch(/the trail cannot be anchored just now.*ENOENT/)
  mkdirSync(folder)
  const again = startWorker({ ...env, TOCSIN_TRAIL_ANCHOR: `file:${file}` })
  try {
    expect(await comesTrue(async () => (await database.trailAnchor.count()) === 1, 60_000)).toBe(true)
  } finally {
    process.kill(again.pid, "SIGTERM")
  }
  expect((await again.ended).status).toBe(0)
  expect(readFileSync(file, "utf8")).toMatch(/^\{"format":"tocsin-anchor-1".*\}\n$/)
})

test("a broken trail is told entry by entry, with status 1", async () => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query("SET session_replication_role = replica")
  await client.query("UPDATE trail_entry SET actor = 'somebody else' WHERE chain_id = $1 AND seq = 2", [id])
  await client.end()
  const { status, stdout } = await trail("verify", "--anchor", anchors)
  expect(status).toBe(1)
  expect(stdout).toMatch(
    /^INC-1 entry 2 \(incident\.correct, 20\S+Z\): its hash is not that of its columns$/m,
  )
  expect(stdout).toMatch(/^The trail is broken: 2 of 2 chains\.$/m)
})
