import { mkdtempSync, readdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterEach, describe, expect, test } from "vitest"
import { openDatabase } from "../../lib/platform/db/client.ts"
import { openCluster, runningPort } from "../../lib/platform/db/cluster.ts"
import { contextsOver } from "../../lib/testing/database/contexts.ts"
import { entriesOf } from "../../lib/testing/database/entries.ts"
import { ownDatabase } from "../../lib/testing/database/own-database.ts"
import { comesTrue, runTocsin, startTocsin } from "../../lib/testing/run-tocsin.ts"
import {
  classify,
  evidence,
  FILES,
  INCIDENT,
  MAPPING,
  withMapping,
} from "../../lib/testing/small-evidence.ts"
import { temporaryFolder } from "../../lib/testing/temporary-folder.ts"
import { startWorker, type Worker } from "../../lib/testing/worker-process.ts"

const root = temporaryFolder()
const data = temporaryFolder()
const { database, url } = await ownDatabase()
const { as } = contextsOver(database, data)

let worker: Worker | null = null
afterEach(async () => {
  if (worker && !worker.hasEnded()) process.kill(worker.pid, "SIGTERM")
  await worker?.ended
  worker = null
})

/** With a database of the test file's own in the place of an embedded one. */
const settings = { DATABASE_URL: url, TOCSIN_DATA: data }
const importFrom = (place: string, args: string[] = [], env: Record<string, string> = settings) =>
  runTocsin(["import", "incident.yaml", ...args], { cwd: place, env })
const filed = async () => [
  await database.incident.count(),
  await database.evidenceSet.count(),
  await database.revision.count(),
  await database.run.count(),
]

describe("with nothing but an empty data folder", () => {
  const own = temporaryFolder()
  const fresh = temporaryFolder()
  const env = { TOCSIN_DATA: own, DATABASE_URL: "" }

  test("it makes a database, files the incident, prints its id, and leaves no server behind", async () => {
    expect(await importFrom(evidence(), [], env)).toEqual({
      status: 0,
      signal: null,
      stdout: "INC-1\n",
      stderr: "",
    })
    expect(await runningPort(own)).toBeNull()
  })

  test("the next incident has the next number, whoever looks for it finds all of it", async () => {
    const place = evidence()
    const { stdout } = await importFrom(place, ["--json"], env)
    const cluster = await openCluster(own)
    const there = openDatabase(cluster.url)
    const run = await there.run.findFirstOrThrow({
      orderBy: { queuedAt: "desc" },
      include: { revision: { include: { incident: true, evidenceSet: true } } },
    })
    await there.$disconnect()
    await cluster.release()
    expect(JSON.parse(stdout)).toEqual({ incident: "INC-2", revision: 1, run: run.id })
    expect(run).toMatchObject({
      state: "queued",
      revision: {
        number: 1,
        incidentFile: INCIDENT,
        requestedBy: "system",
        incident: { number: 2, title: "Two people" },
        evidenceSet: { kind: "folder", folder: place },
      },
    })
  })

  test("a server that runs is joined, and goes on when the command is done", async () => {
    const cluster = await openCluster(own)
    expect(await importFrom(evidence(), [], env)).toMatchObject({ status: 0, stdout: "INC-3\n" })
    expect(await runningPort(own)).toBe(Number(new URL(cluster.url).port))
    const there = openDatabase(cluster.url)
    expect(await there.incident.count()).toBe(3)
    await there.$disconnect()
    await cluster.release()
    expect(await runningPort(own)).toBeNull()
  })

  test("whoever stops it while the database is made has nothing filed and no server running", async () => {
    const running = startTocsin(["import", join(evidence(), "incident.yaml")], {
      env: { TOCSIN_DATA: fresh, DATABASE_URL: "" },
    })
    const isMaking = () => readdirSync(fresh).some((name) => name.startsWith("postgres"))
    expect(await comesTrue(isMaking, 30_000)).toBe(true)
    process.kill(running.pid, "SIGINT")
    expect(await running.ended).toMatchObject({
      status: 130,
      stdout: "",
      stderr: "tocsin: stopped; nothing was written\n",
    })
    expect(await runningPort(fresh)).toBeNull()
  })
})

describe("a further revision", () => {
  test("goes to the incident that is named, in either way of writing", async () => {
    const { stdout } = await importFrom(evidence())
    const name = stdout.trim()
    const second = await importFrom(evidence(), ["--incident", name, "--json", "--confirm-gaps"])
    expect(JSON.parse(second.stdout)).toMatchObject({ incident: name, revision: 2 })
    const third = await importFrom(evidence(), ["--incident", name.replace("INC-", ""), "--json"])
    expect(JSON.parse(third.stdout)).toMatchObject({ incident: name, revision: 3 })
    const revisions = await database.revision.findMany({
      where: { incident: { number: Number(name.slice(4)) } },
      orderBy: { number: "asc" },
    })
    expect(revisions.map(({ confirmGaps }) => confirmGaps)).toEqual([false, true, false])
  })

  test.each(["INC-4711", "INC-0", "4711x", "", "../1"])(
    "of %j, which is no incident, is refused, and none is declared in its place",
    async (name) => {
      const before = await filed()
      expect(await importFrom(evidence(), ["--incident", name])).toEqual({
        status: 2,
        signal: null,
        stdout: "",
        stderr: `tocsin: There is no incident ${name}\n`,
      })
      expect(await filed()).toEqual(before)
    },
  )
})

describe("nothing is filed, and status 2 tells why in one line,", () => {
  const outside = join(root, "outside.ndjson")
  writeFileSync(outside, "")
  test.each([
    ["a wrong key", `${INCIDENT}windw: 1\n`],
    ["a file that is not there", INCIDENT.replace("log.ndjson", "gone.ndjson")],
  ])("for %s, in the words of the other commands", async (_, incidentFile) => {
    const place = evidence({ "incident.yaml": incidentFile })
    const before = await filed()
    const imported = await importFrom(place)
    expect(imported).toMatchObject({ status: 2, stderr: expect.stringMatching(/^tocsin: .+\n$/) })
    expect(imported).toEqual(await classify(place))
    expect(await filed()).toEqual(before)
  })

  test("for evidence outside of its folder, with what would open it", async () => {
    const place = evidence({ "incident.yaml": INCIDENT.replace("log.ndjson", outside) })
    const before = await filed()
    expect(await importFrom(place)).toEqual({
      status: 2,
      signal: null,
      stdout: "",
      stderr: `tocsin: incident.yaml: access_log.files: ${outside} leads out of the evidence's folder: the console reads nothing beyond the folder of the incident file but what TOCSIN_EVIDENCE opens to it\n`,
    })
    expect(await filed()).toEqual(before)
  })

  test("for wrong settings, one line each", async () => {
    const env = { ...settings, TOCSIN_PORT: "0", TOCSIN_POTR: "1" }
    expect(await importFrom(evidence(), [], env)).toMatchObject({
      status: 2,
      stderr:
        'tocsin: TOCSIN_POTR: is not a setting of this version\ntocsin: TOCSIN_PORT: "0" is not a whole number above 0\n',
    })
  })

  test("not even a database is made for a wrong incident file", async () => {
    const own = mkdtempSync(join(root, "data-"))
    const place = evidence({ "incident.yaml": "title: x\n" })
    expect((await importFrom(place, [], { TOCSIN_DATA: own, DATABASE_URL: "" })).status).toBe(2)
    expect(readdirSync(own)).toEqual([])
  })
})

test("what TOCSIN_EVIDENCE opens may lie elsewhere", async () => {
  const elsewhere = evidence()
  const place = evidence({
    "incident.yaml": INCIDENT.replace("log.ndjson", join(elsewhere, "log.ndjson")),
  })
  expect(await importFrom(place, [], { ...settings, TOCSIN_EVIDENCE: elsewhere })).toMatchObject({
    status: 0,
    stderr: "",
  })
})

test("mappings of its own are kept with the revision: changing them afterwards changes nothing", async () => {
  const rules = "rules: [{ when: {}, action: viewed }]\n"
  const place = evidence(withMapping(`${MAPPING}${rules}`))
  const { stdout } = await importFrom(place, ["--json"])
  writeFileSync(join(place, "own.yaml"), `${MAPPING}rules: [{ otherwise: ignore }]\n`)
  writeFileSync(join(place, "incident.yaml"), FILES["incident.yaml"].replace("Two people", "Nobody"))
  const { run: id } = JSON.parse(stdout)
  worker = startWorker({ ...settings, TOCSIN_ENGINE_MEMORY_MIB: "512" })
  let state = ""
  const isOver = () => {
    void database.run.findUniqueOrThrow({ where: { id } }).then((run) => {
      state = run.state
    })
    return state !== "" && state !== "queued" && state !== "running"
  }
  expect(await comesTrue(isOver, 240_000)).toBe(true)
  const { revision } = await database.run.findUniqueOrThrow({ where: { id }, include: { revision: true } })
  expect([state, revision.mappings]).toEqual(["done", { "./own.yaml": `${MAPPING}${rules}` }])
  expect(revision.summary).toMatchObject({ title: "Two people", viewers: { total: 1, video: 1 } })
})

test("each act of it is in the trail, by Tocsin itself", async () => {
  const security = await as("security")
  const { stdout } = await importFrom(evidence())
  const incident = await security.db.incident.findFirstOrThrow({ where: { number: Number(stdout.slice(4)) } })
  const trail = await entriesOf(database, { incidentId: incident.id })
  expect(trail.map(({ act, actor }) => [act, actor])).toEqual([
    ["incident.declare", "system"],
    ["evidence.add", "system"],
    ["revision.request", "system"],
  ])
})
