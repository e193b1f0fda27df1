import { afterAll, expect, test } from "vitest"
import { classifiedRevision } from "../../lib/testing/database/classified-revision.ts"
import { contextsOver } from "../../lib/testing/database/contexts.ts"
import { newIncident } from "../../lib/testing/database/finished-revision.ts"
import { ownDatabase } from "../../lib/testing/database/own-database.ts"
import { letterIncident } from "../../lib/testing/notices/letter-incident.ts"
import { ownSink } from "../../lib/testing/own-sink.ts"
import { testReader } from "../../lib/testing/result-of.ts"
import { temporaryFolder } from "../../lib/testing/temporary-folder.ts"
import { startWorker } from "../../lib/testing/worker-process.ts"
import { sendDemoLetters } from "./send-demo-letters.ts"

const data = temporaryFolder()
const { database, url } = await ownDatabase()
const { sink, settings } = await ownSink(data)
const { as, system } = contextsOver(database, data, { settings, results: testReader(data) })
const people = { support: await as("support"), counsel: await as("legal") }
const worker = startWorker({ DATABASE_URL: url, TOCSIN_DATA: data, ...settings })
afterAll(async () => {
  if (!worker.hasEnded()) process.kill(worker.pid, "SIGTERM")
  await worker.ended
})

test("the letters of the demo pass their lint, are approved by another person, and arrive once however often it starts", async () => {
  const security = await as("security")
  const incident = await newIncident(security)
  await classifiedRevision(
    security,
    system,
    incident,
    letterIncident([
      { id: "video", group: "owner_video" },
      { id: "tapped", group: "owner_tapped", isViewer: true },
      { id: "shown", group: "owner_shown", hasFormerMember: true },
      { id: "viewer", group: "viewer_only", account: { locale: "de-DE", country: "DE" } },
      { id: "ca", group: "owner_video", account: { country: "US", region: "US-CA" } },
      { id: "ma", group: "owner_video", account: { country: "US", region: "US-MA" } },
    ]),
  )
  const told: string[] = []
  const send = () =>
    sendDemoLetters(people, incident.id, ({ label }) => told.push(label), new AbortController().signal)
  expect(await send()).toMatchObject({ number: 1, state: "finished", plan: { letters: 7 } })
  expect(told).toContain("Planning the letters")
  expect((await sink.count()).letters).toBe(7)
  expect(await send()).toMatchObject({ number: 1, state: "finished" })
  expect(await database.plannedRun.count()).toBe(1)
  expect((await sink.count()).letters).toBe(7)
  expect(await database.approval.findMany()).toMatchObject([
    {
      requestedBy: people.support.actor.id,
      decidedBy: people.counsel.actor.id,
      performedBy: people.support.actor.id,
    },
  ])
  expect(await database.mailArming.count()).toBe(0)
})

test("whoever asks it to end is not kept waiting", async () => {
  const incident = await newIncident(await as("security"))
  await classifiedRevision(await as("security"), system, incident, letterIncident([]))
  const ending = AbortSignal.abort()
  expect(await sendDemoLetters(people, incident.id, () => {}, ending)).toBeNull()
})
