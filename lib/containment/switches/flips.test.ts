import { expect, test } from "vitest"
import type { Context } from "../../core/context.ts"
import { declareIncident } from "../../incidents/declare-incident.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { addSwitch } from "./add-switch.ts"
import { flipSwitch } from "./flip-switch.ts"
import { listFlipMarks } from "./list-flip-marks.ts"
import { listFlips } from "./list-flips.ts"
import { noteFlip } from "./note-flip.ts"
import { removeSwitch } from "./remove-switch.ts"
import { findStandingFlips, isConfirmed } from "./standing-flips.ts"

const { database } = await ownDatabase()
const { as, system } = contextsOver(database, temporaryFolder())
const [administrator, security, support] = await Promise.all([
  as("administrator"),
  as("security"),
  as("support"),
])
let added = 0

async function newSwitch(url: string | null = "https://flags.example.org/switches") {
  const key = `events-tab-${++added}`
  const { id } = await addSwitch(administrator, {
    key,
    label: `Events tab ${added}`,
    meaning: "It is shown",
    url,
  })
  return { id, key }
}

const newIncident = () =>
  declareIncident(security, { title: "Strangers", severity: "high", awareAt: "2024-02-16T10:00:00Z" })
const off = (switchId: string) => ({ switchId, isOn: false, reason: "Strangers are shown" })
const flipsOf = (switchId: string) =>
  database.switchFlip.findMany({ where: { switchId }, orderBy: { requestedAt: "asc" } })

test("a flip waits for a worker, and its entry stands in the incident's trail", async () => {
  const [{ id: incidentId }, { id, key }] = [await newIncident(), await newSwitch()]
  const flip = await flipSwitch(security, incidentId, off(id))
  expect(await flipsOf(id)).toMatchObject([
    {
      id: flip.id,
      incidentId,
      state: "waiting",
      isOn: false,
      attempts: 0,
      requestedBy: security.actor.id,
      effectiveAt: null,
    },
  ])
  expect(await entriesOf(database, { act: "switch.flip", incidentId })).toMatchObject([
    {
      actor: security.actor.id,
      details: { switch: key, flip: flip.id, turned: "off", reason: "Strangers are shown", replaced: 0 },
    },
  ])
  expect(await findStandingFlips(security.db, incidentId)).toMatchObject([
    { flipId: flip.id, key, isOn: false, state: "waiting", isConfirmed: false, effectiveAt: null },
  ])
})

test("the same again, while it waits, is the same flip, also at the same moment", async () => {
  const [{ id: incidentId }, { id }] = [await newIncident(), await newSwitch()]
  const ids = await Promise.all(Array.from({ length: 4 }, () => flipSwitch(security, incidentId, off(id))))
  expect(new Set(ids.map((one) => one.id)).size).toBe(1)
  expect(await entriesOf(database, { act: "switch.flip", incidentId })).toHaveLength(1)
})

test("of two that race, the later in the database stands and the other has given way", async () => {
  const [{ id: incidentId }, { id }] = [await newIncident(), await newSwitch()]
  const turn = (isOn: boolean) => flipSwitch(security, incidentId, { ...off(id), isOn })
  await Promise.all([turn(true), turn(false)])
  const flips = await flipsOf(id)
  expect(flips.map(({ state }) => state)).toEqual(["superseded", "waiting"])
  expect(new Set(flips.map(({ requestedAt }) => +requestedAt)).size).toBe(2)
  const [standing] = await findStandingFlips(security.db, incidentId)
  expect(standing?.flipId).toBe(flips[1]?.id)
  const entries = await entriesOf(database, { act: "switch.flip", incidentId })
  expect(entries.map(({ details }) => details.replaced).sort()).toEqual([0, 1])
})

test("one that another incident asks for takes the place too", async () => {
  const [first, second, { id }] = [await newIncident(), await newIncident(), await newSwitch()]
  const earlier = await flipSwitch(security, first.id, off(id))
  const later = await flipSwitch(security, second.id, off(id))
  expect(await flipsOf(id)).toMatchObject([
    { id: earlier.id, state: "superseded" },
    { id: later.id, state: "waiting" },
  ])
  const seen = (await listFlips(support, first.id)).find((one) => one.id === id)
  expect(seen).toMatchObject({
    standing: { id: later.id, incident: { number: second.number } },
    flips: [{ id: earlier.id }],
  })
  // What the switch says of itself holds for both.
  await database.switchFlip.update({ where: { id: later.id }, data: { state: "confirmed" } })
  expect(await isConfirmed(security.db, earlier.id)).toBe(true)
  await database.switchFlip.update({ where: { id: later.id }, data: { overturnedAt: new Date() } })
  expect(await isConfirmed(security.db, earlier.id)).toBe(false)
})

test("what was done elsewhere has its time and its person, and is confirmed by nobody's word", async () => {
  const [{ id: incidentId }, { id, key }] = [await newIncident(), await newSwitch(null)]
  const note = {
    ...off(id),
    doneAt: "2024-02-16T11:42:00Z",
    doneBy: "the engineer on call",
    reason: "Turned in the flag service",
  }
  const { id: flipId } = await noteFlip(support, incidentId, note)
  expect(await noteFlip(support, incidentId, note)).toEqual({ id: flipId })
  expect(await flipsOf(id)).toMatchObject([
    { state: "noted", doneBy: "the engineer on call", effectiveAt: new Date(note.doneAt), confirmedAt: null },
  ])
  const { reason, doneBy } = note
  expect(await entriesOf(database, { act: "switch.note", incidentId })).toMatchObject([
    {
      actor: support.actor.id,
      details: { switch: key, turned: "off", doneAt: "2024-02-16T11:42:00.000Z", doneBy, reason },
    },
  ])
  expect(await isConfirmed(security.db, flipId)).toBe(false)
  await expect(flipSwitch(security, incidentId, off(id))).rejects.toMatchObject({
    code: "precondition",
    message: expect.stringContaining("has no address"),
  })
})

test("a note counts at the time when it was done: it takes the place of what was asked before, not after", async () => {
  const [{ id: incidentId }, { id }] = [await newIncident(), await newSwitch()]
  const asked = await flipSwitch(security, incidentId, off(id))
  const note = (doneAt: Date) =>
    noteFlip(support, incidentId, {
      switchId: id,
      isOn: true,
      doneAt: doneAt.toISOString(),
      doneBy: "somebody",
      reason: "By hand",
    })
  const [flip] = await flipsOf(id)
  await note(new Date(Number(flip?.requestedAt) - 60_000))
  expect((await findStandingFlips(security.db, incidentId))[0]).toMatchObject({
    flipId: asked.id,
    state: "waiting",
  })
  await database.switchFlip.update({
    where: { id: asked.id },
    data: { requestedAt: new Date(Date.now() - 30_000) },
  })
  const later = await note(new Date(Date.now() - 10_000))
  expect((await findStandingFlips(security.db, incidentId))[0]).toMatchObject({
    flipId: later.id,
    isOn: true,
  })
  expect(await database.switchFlip.findUnique({ where: { id: asked.id } })).toMatchObject({
    state: "superseded",
  })
})

test.each([
  [{ reason: " " }, { reason: expect.stringContaining("how you know") }],
  [{ doneBy: "" }, { doneBy: "Say who did it" }],
  [{ doneAt: "yesterday" }, { doneAt: "Say when it was done" }],
  [{ doneAt: new Date(Date.now() + 3_600_000).toISOString() }, { doneAt: "This is yet to come" }],
])("a note of %j is refused beside its field", async (input, fields) => {
  const [{ id: incidentId }, { id }] = [await newIncident(), await newSwitch()]
  const note = { ...off(id), doneAt: "2024-02-16T11:42:00Z", doneBy: "somebody", ...input }
  await expect(noteFlip(support, incidentId, note)).rejects.toMatchObject({ code: "invalid", fields })
})

test("who may not, does not; and nothing is written for what is not there", async () => {
  const [{ id: incidentId }, { id }] = [await newIncident(), await newSwitch()]
  const note = { ...off(id), doneAt: "2024-02-16T11:42:00Z", doneBy: "somebody" }
  const refused = async (role: Parameters<typeof as>[0], work: (ctx: Context) => Promise<unknown>) =>
    await expect(work(await as(role))).rejects.toMatchObject({ code: "forbidden" })
  for (const role of ["administrator", "support", "legal", "auditor"] as const)
    await refused(role, (ctx) => flipSwitch(ctx, incidentId, off(id)))
  for (const role of ["administrator", "auditor"] as const)
    await refused(role, (ctx) => noteFlip(ctx, incidentId, note))
  const nowhere = "00000000-0000-4000-8000-000000000000"
  await expect(flipSwitch(security, nowhere, off(id))).rejects.toMatchObject({ code: "not_found" })
  await expect(flipSwitch(security, incidentId, off(nowhere))).rejects.toMatchObject({ code: "not_found" })
  await expect(flipSwitch(security, incidentId, { ...off(id), reason: "" })).rejects.toMatchObject({
    fields: { reason: expect.stringContaining("Say why") },
  })
  expect(await flipsOf(id)).toEqual([])
})

test("a removed switch gives up what waits, and nothing of it is confirmed any more", async () => {
  const [{ id: incidentId }, { id, key }] = [await newIncident(), await newSwitch()]
  const flip = await flipSwitch(security, incidentId, off(id))
  await removeSwitch(administrator, id)
  expect(await flipsOf(id)).toMatchObject([{ state: "unconfirmed", lastAnswer: "The switch was removed" }])
  expect(await entriesOf(database, { act: "switch.remove", details: { switch: key } })).toMatchObject([
    { details: { givenUp: 1 } },
  ])
  await database.switchFlip.update({ where: { id: flip.id }, data: { state: "confirmed" } })
  expect(await isConfirmed(system.db, flip.id)).toBe(false)
  expect((await listFlips(support, incidentId)).find((one) => one.id === id)).toMatchObject({
    isRemoved: true,
  })
})

test("the marks of a window say what is known of each flip, and never more", async () => {
  const [{ id: incidentId }, { id }] = [await newIncident(), await newSwitch()]
  await noteFlip(support, incidentId, {
    ...off(id),
    doneAt: "2024-02-16T11:42:00Z",
    doneBy: "the engineer on call",
    reason: "Turned in the flag service",
  })
  const flip = await flipSwitch(security, incidentId, { ...off(id), isOn: true })
  const [, asked] = await flipsOf(id)
  expect(asked?.id ?? flip.id).toBeTruthy()
  const day = { from: "2024-02-16T00:00:00Z", to: "2024-02-17T00:00:00Z" }
  expect(await listFlipMarks(support, incidentId, day)).toEqual([
    {
      at: "2024-02-16T11:42:00.000Z",
      label: expect.stringMatching(
        /^Events tab \d+ switched off by the engineer on call, as was noted; not confirmed$/,
      ),
    },
  ])
  const today = {
    from: new Date(Date.now() - 60_000).toISOString(),
    to: new Date(Date.now() + 60_000).toISOString(),
  }
  expect(await listFlipMarks(support, incidentId, today)).toMatchObject([
    { label: expect.stringMatching(/^asked to be switched on: Events tab \d+; not confirmed$/) },
  ])
  await database.switchFlip.update({
    where: { id: flip.id },
    data: { state: "confirmed", effectiveAt: new Date() },
  })
  expect(await listFlipMarks(support, incidentId, today)).toMatchObject([
    { label: expect.stringMatching(/^Events tab \d+ switched on$/) },
  ])
})
