import { randomUUID } from "node:crypto"
import { mkdirSync, mkdtempSync, renameSync, symlinkSync } from "node:fs"
import { join, relative } from "node:path"
import { expect, test } from "vitest"
import type { Context } from "../../core/context.ts"
import { addEvidence } from "../../evidence/sets/add-evidence.ts"
import { pseudonymKey } from "../../exposure/identities/pseudonym.ts"
import { claimRun } from "../../exposure/revisions/claim-run.ts"
import { endRun } from "../../exposure/revisions/end-run.ts"
import { accountsRoot, attemptFolder } from "../../exposure/revisions/folders.ts"
import { requestRevision } from "../../exposure/revisions/request-revision.ts"
import { declareIncident } from "../../incidents/declare-incident.ts"
import { classifyForConsole } from "../../testing/classify-in-process.ts"
import {
  ordinary,
  PER_MINUTE,
  plantIncident,
  strangersRead,
  write,
} from "../../testing/containment/planted-log.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { ndjson } from "../../testing/evidence-folder.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { claimWatch, releaseWatch, renewWatch } from "./claim-watch.ts"
import type { Found } from "./found.ts"
import { readDue } from "./keep-watching.ts"
import { findWatch } from "./latest-reading.ts"
import { listReadings } from "./list-readings.ts"
import { makeReading } from "./make-reading.ts"
import { settleReading } from "./settle-reading.ts"
import { startWatch } from "./start-watch.ts"
import { stopWatch } from "./stop-watch.ts"

const { database } = await ownDatabase()
const [data, open] = [temporaryFolder(), temporaryFolder()]
const { as, system } = contextsOver(database, data, { settings: { TOCSIN_EVIDENCE: open } })
const [security, support] = await Promise.all([as("security"), as("support")])

/** An incident whose evidence lies in a folder of the server, classified. */
async function classified(ctx: Context = security) {
  const { id, number } = await declareIncident(ctx, {
    title: "A hundred households",
    severity: "high",
    awareAt: "2024-02-16T10:00:00Z",
  })
  const folder = mkdtempSync(join(open, "evidence-"))
  const incidentFile = plantIncident(folder)
  const path = join(folder, "incident.yaml")
  write(path, incidentFile)
  const { id: evidenceSetId } = await addEvidence(ctx, id, { kind: "folder", folder })
  const { number: revision } = await requestRevision(ctx, { evidenceSetId, incidentFile })
  const workerId = randomUUID()
  const run = await claimRun(system, workerId)
  if (!run) throw new Error("the run waits")
  const { summary, accountsFolder } = await classifyForConsole(
    path,
    attemptFolder(system.config, id, revision, run.attempt),
    accountsRoot(system.config, id),
    { key: pseudonymKey(system, id) },
  )
  const kept = relative(data, accountsFolder)
  await endRun(system, { ...run, workerId }, { state: "done", summary, accountsFolder: kept, incidentFile })
  return { id, number }
}

const incident = await classified()
const other = await classified()
const HOUR_MS = 3_600_000

/** Whole minutes of now, so many ago. */
const minutesAgo = (count: number) => new Date(Math.floor(Date.now() / 60_000) * 60_000 - count * 60_000)
const newLog = () => mkdtempSync(join(open, "log-"))
const due = () => database.watch.updateMany({ data: { nextAt: new Date(0) } })
const readings = (watchId: string) =>
  database.watchReading.findMany({ where: { watchId }, orderBy: [{ at: "asc" }, { id: "asc" }] })
const judged = async (watch: string) =>
  (await entriesOf(database, { act: "watch.judge", details: { watch } })).map(
    ({ details: { verdict, before } }) => ({
      verdict,
      before,
    }),
  )

/** A watch of an incident over half an hour of ordinary traffic until now. */
async function watching(incidentId = incident.id) {
  await database.watch.updateMany({ where: { stoppedAt: null }, data: { stoppedAt: new Date() } })
  const [folder, since] = [newLog(), minutesAgo(31)]
  write(join(folder, "1.ndjson"), ndjson(ordinary(since, 31)))
  const { id } = await startWatch(security, incidentId, { folder, since: since.toISOString() })
  return { id, folder, since }
}

test("a watch is started with its entry, freezes the newest revision's incident file, and is read at once", async () => {
  const { id, folder, since } = await watching()
  const watch = await database.watch.findUniqueOrThrow({ where: { id } })
  expect(watch).toMatchObject({ folder, since, everyS: 180, startedBy: security.actor.id, stoppedAt: null })
  expect(watch.incidentFile).toContain(`from: ${since.toISOString()}`)
  expect(watch.incidentFile).toMatch(/files:\n\s+- \/.*\/entitlements\.csv/)
  expect(await entriesOf(database, { act: "watch.start", details: { watch: id } })).toMatchObject([
    { actor: security.actor.id, incidentId: incident.id, details: { folder, everyS: 180, revision: 1 } },
  ])
  expect(await readDue(system, randomUUID())).toBe(true)
  const [reading] = await readings(id)
  const found = reading?.found as unknown as Found
  expect(found.reasons).toEqual([])
  expect(reading).toMatchObject({ verdict: "clean", upTo: new Date(since.getTime() + 31 * 60_000 - 3_000) })
  expect(found.log).toMatchObject({ reads: 31 * PER_MINUTE, misboundInScope: 0 })
  expect(found.log?.baseline).toMatchObject({ misbound: expect.any(Number) })
  expect(await readDue(system, randomUUID())).toBe(false)
  expect(await database.watch.findUnique({ where: { id } })).toMatchObject({
    readerId: null,
    readerUntil: null,
  })
  expect(await findWatch(support, incident.id)).toMatchObject({
    id,
    revision: 1,
    readings: 1,
    latest: { verdict: "clean" },
  })
  expect(await listReadings(support, id)).toMatchObject({
    readings: [{ reads: 620, misbound: 0 }],
    next: null,
  })
})

test("the ordinary day is held against the same hours, and classified once", async () => {
  const { id } = await watching()
  await readDue(system, randomUUID())
  const { carried } = await database.watch.findUniqueOrThrow({ where: { id } })
  expect(carried).toMatchObject({
    reference: { incident: { misbound: 120, reads: 1320 }, baseline: { reads: 1202 }, baselineMissing: null },
  })
  const changed = carried as { reference: { baseline: { reads: number } } }
  changed.reference.baseline.reads = 7
  await database.watch.update({ where: { id }, data: { carried: changed } })
  await due()
  await readDue(system, randomUUID())
  expect((await database.watch.findUniqueOrThrow({ where: { id } })).carried).toMatchObject({
    reference: { baseline: { reads: 7 } },
  })
})

test("each change of the verdict is told to the trail, once", async () => {
  const { id, folder, since } = await watching()
  const read = async () => {
    await due()
    await readDue(system, randomUUID())
  }
  await read()
  await read()
  write(join(folder, "2.ndjson"), ndjson([strangersRead(since, 60)]))
  await read()
  await read()
  renameSync(folder, `${folder}-away`)
  await read()
  expect((await readings(id)).map(({ verdict }) => verdict)).toEqual([
    "clean",
    "clean",
    "misbound",
    "misbound",
    "cannot_tell",
  ])
  const { found, upTo } = (await readings(id)).at(-1) ?? {}
  expect(upTo).toBeNull()
  expect(found).toMatchObject({
    log: null,
    sentence: `It cannot be told whether the action works. The folder ${folder} cannot be read (ENOENT)`,
  })
  expect(await judged(id)).toEqual([
    { verdict: "clean", before: null },
    { verdict: "misbound", before: "clean" },
    { verdict: "cannot_tell", before: "misbound" },
  ])
  mkdirSync(folder)
  await read()
  expect((await readings(id)).at(-1)?.found).toMatchObject({
    reasons: expect.arrayContaining([
      expect.stringMatching(/rows that an earlier reading saw are not there any more/),
    ]),
  })
})

test("a second watch of an incident is refused while one goes on, also at the same moment", async () => {
  const { id } = await watching(other.id)
  const again = () => startWatch(security, other.id, { folder: newLog(), since: minutesAgo(5).toISOString() })
  await expect(again()).rejects.toMatchObject({ code: "conflict" })
  await stopWatch(security, id)
  const both = await Promise.allSettled([again(), again()])
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"])
  expect(await database.watch.count({ where: { incidentId: other.id, stoppedAt: null } })).toBe(1)
})

test("a watch is stopped once, with its entry, and a reading under way counts no more", async () => {
  const { id } = await watching()
  const claimed = await claimWatch(system, randomUUID())
  if (claimed === null) throw new Error("a watch is due")
  const outcome = await makeReading(system, claimed)
  await stopWatch(security, id)
  await stopWatch(security, id)
  expect(await renewWatch(system, claimed)).toBe(false)
  expect(await settleReading(system, claimed, outcome)).toBe(false)
  expect(await readings(id)).toEqual([])
  expect(await entriesOf(database, { act: "watch.stop", details: { watch: id } })).toMatchObject([
    { actor: security.actor.id, incidentId: incident.id },
  ])
})

test("only security starts and stops", async () => {
  const { id } = await watching()
  await expect(startWatch(support, incident.id, { folder: newLog() })).rejects.toMatchObject({
    code: "forbidden",
  })
  await expect(stopWatch(support, id)).rejects.toMatchObject({ code: "forbidden" })
  await expect(stopWatch(security, randomUUID())).rejects.toMatchObject({ code: "not_found" })
})

test("a watch has one reader; that of a killed one is taken over when its lease is over, and it counts no more", async () => {
  const { id } = await watching()
  await due()
  const both = await Promise.all([claimWatch(system, randomUUID()), claimWatch(system, randomUUID())])
  const killed = both.find((one) => one !== null)
  expect(both.filter((one) => one === null).length).toBe(1)
  if (!killed) throw new Error("one of them has it")
  expect(await claimWatch(system, randomUUID())).toBeNull()
  await database.watch.update({ where: { id }, data: { readerUntil: new Date(Date.now() - 1) } })
  expect(await readDue(system, randomUUID())).toBe(true)
  const late = { verdict: "misbound" as const, upTo: null, found: {} as Found, carried: null }
  expect(await settleReading(system, killed, late)).toBe(false)
  await releaseWatch(system, killed)
  expect((await readings(id)).map(({ verdict }) => verdict)).toEqual(["clean"])
})

test("two workers read what is due once", async () => {
  const { id } = await watching()
  await Promise.all([readDue(system, randomUUID()), readDue(system, randomUUID())])
  expect((await readings(id)).length).toBe(1)
})

test("a worker that ends gives its watch back unread", async () => {
  const { id } = await watching()
  expect(await readDue(system, randomUUID(), AbortSignal.abort())).toBe(true)
  expect(await readings(id)).toEqual([])
  expect(await claimWatch(system, randomUUID())).toMatchObject({ id })
})

test("a folder must be open to evidence, links followed, and an instant must lie in reach", async () => {
  await database.watch.updateMany({ where: { stoppedAt: null }, data: { stoppedAt: new Date() } })
  const start = (folder: string, since: Date | null = minutesAgo(5)) =>
    startWatch(security, incident.id, { folder, since: since?.toISOString() ?? null })
  await expect(start(data)).rejects.toMatchObject({ code: "invalid" })
  const link = join(open, `link-${randomUUID()}`)
  symlinkSync(data, link)
  await expect(start(link)).rejects.toMatchObject({ code: "invalid" })
  await expect(start(join(open, "none"))).rejects.toMatchObject({ code: "invalid" })
  await expect(start(newLog(), new Date(Date.now() + HOUR_MS))).rejects.toMatchObject({
    fields: { since: expect.stringMatching(/is not over yet$/) },
  })
  await expect(start(newLog(), new Date(Date.now() - 40 * 24 * HOUR_MS))).rejects.toMatchObject({
    fields: { since: expect.stringMatching(/is more than 31 days ago; name a later instant$/) },
  })
  await expect(start(newLog(), null)).rejects.toMatchObject({
    fields: { since: "Say since when: no switch of this incident has taken effect yet" },
  })
  const files = { app: ["../*.ndjson"] }
  const outside = { folder: newLog(), since: minutesAgo(5).toISOString(), files }
  await expect(startWatch(security, incident.id, outside)).rejects.toMatchObject({ code: "invalid" })
})

test("without an instant it begins when the last switch took effect", async () => {
  const flippable = await database.switch.create({
    data: { key: "events-tab", label: "Events tab", meaning: "It is shown", addedBy: "x" },
  })
  const effectiveAt = minutesAgo(12)
  const flip = { switchId: flippable.id, incidentId: incident.id, isOn: false, reason: "x", requestedBy: "x" }
  await database.switchFlip.createMany({
    data: [
      { ...flip, state: "noted", effectiveAt: minutesAgo(20) },
      { ...flip, state: "confirmed", effectiveAt },
      { ...flip, state: "waiting" },
    ],
  })
  const { id } = await startWatch(security, incident.id, { folder: newLog() })
  expect(await database.watch.findUnique({ where: { id } })).toMatchObject({ since: effectiveAt })
})

test("an incident without a finished revision cannot be watched", async () => {
  const fresh = await declareIncident(security, {
    title: "New",
    severity: "low",
    awareAt: "2024-02-16T10:00:00Z",
  })
  const input = { folder: newLog(), since: minutesAgo(5).toISOString() }
  await expect(startWatch(security, fresh.id, input)).rejects.toMatchObject({ code: "precondition" })
  await expect(startWatch(security, randomUUID(), input)).rejects.toMatchObject({ code: "not_found" })
})
