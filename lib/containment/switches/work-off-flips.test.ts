import { afterAll, afterEach, describe, expect, test } from "vitest"
import { declareIncident } from "../../incidents/declare-incident.ts"
import { openOutgoing } from "../../platform/outgoing.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { openSwitchReceiver } from "../../testing/switch-receiver.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { addSwitch } from "./add-switch.ts"
import { changeSwitch } from "./change-switch.ts"
import { type ClaimedSwitch, claimSwitches } from "./claim-switches.ts"
import { flipSwitch } from "./flip-switch.ts"
import { noteFlip } from "./note-flip.ts"
import { settleFlip } from "./settle-flip.ts"
import { isConfirmed } from "./standing-flips.ts"
import { lookAt, workOffFlips } from "./work-off-flips.ts"

const { database } = await ownDatabase()
const { as, system } = contextsOver(database, temporaryFolder(), {
  settings: { TOCSIN_OUTGOING_HOSTS: "127.0.0.1" },
})
const [administrator, security] = await Promise.all([as("administrator"), as("security")])
const receiver = await openSwitchReceiver()
afterAll(receiver.close)
const outgoing = openOutgoing(system.config)
/** The guarded way with less patience, so that a server that never answers ends a test soon. */
const send: typeof outgoing = (request) => outgoing({ ...request, timeoutMs: 500 })
const KEY = "events-tab"
const { id: incidentId } = await declareIncident(security, {
  title: "Strangers",
  severity: "high",
  awareAt: "2024-02-16T10:00:00Z",
})

afterEach(async () => {
  Object.assign(receiver, {
    takes: null,
    says: null,
    onMessage: () => {},
    received: [],
    obeyed: [],
    asked: 0,
  })
  receiver.state.clear()
  await database.switchFlip.deleteMany()
  await database.switch.deleteMany()
})

/** The switch of the receiver, which is on. */
async function standing({ isAskable = true } = {}) {
  receiver.state.set(KEY, { on: true, changedAt: "2024-02-16T00:00:00Z" })
  const { id, secret } = await addSwitch(administrator, {
    key: KEY,
    label: "Events tab",
    meaning: "It is shown",
    url: receiver.url,
    evaluationUrl: isAskable ? receiver.evaluationUrl(KEY) : null,
  })
  receiver.secret = secret ?? ""
  return id
}

const flip = (switchId: string, isOn = false) =>
  flipSwitch(security, incidentId, { switchId, isOn, reason: "Strangers are shown" })
const flips = () => database.switchFlip.findMany({ orderBy: { requestedAt: "asc" } })
const settled = async (id: string) =>
  (await entriesOf(database, { act: "switch.settle", incidentId, details: { flip: id } })).map(
    ({ actor, details: { found, turned, since, answer } }) => ({ actor, found, turned, since, answer }),
  )

async function claimOne(): Promise<ClaimedSwitch> {
  const [one] = await claimSwitches(system, 1)
  if (!one) throw new Error("a switch is due")
  return one
}

/** One more look, as if its pause were over. */
async function look() {
  await database.switchFlip.updateMany({ data: { nextAt: new Date(0) } })
  await lookAt(system, send, await claimOne())
}

/** As if so many seconds more had passed since all that was noted. */
async function pass(seconds: number) {
  await database.$executeRaw`UPDATE switch_flip SET requested_at = requested_at - make_interval(secs => ${seconds}),
    sent_at = sent_at - make_interval(secs => ${seconds}), next_at = '-infinity'`
}

test("a flip is sent, obeyed and confirmed by asking, with its time and one entry", async () => {
  const { id } = await flip(await standing())
  await lookAt(system, send, await claimOne())
  const [row] = await flips()
  const { changedAt } = receiver.state.get(KEY) ?? { changedAt: "" }
  expect(row).toMatchObject({ state: "confirmed", attempts: 1, effectiveAt: new Date(changedAt) })
  expect(row?.lastAnswer).toBe("Asked what it is: says off")
  expect(receiver.received).toEqual([id])
  expect(await settled(id)).toEqual([
    {
      actor: "system",
      found: "confirmed",
      turned: "off",
      since: changedAt,
      answer: "Asked what it is: says off",
    },
  ])
  expect(await isConfirmed(system.db, id)).toBe(true)
  expect(await database.switch.findFirst()).toMatchObject({
    saysOn: false,
    answer: "says off",
    askerId: null,
  })
  expect(await claimSwitches(system, 5)).toEqual([])
})

describe("what is never taken for a confirmation", () => {
  const never = async (id: string, state: string) => {
    expect((await flips())[0]).toMatchObject({ state, effectiveAt: null, confirmedAt: null })
    expect(await isConfirmed(system.db, id)).toBe(false)
    expect((await settled(id)).filter(({ found }) => found === "confirmed")).toEqual([])
  }

  test("the echo of the request, where nobody can be asked", async () => {
    const { id } = await flip(await standing({ isAskable: false }))
    await lookAt(system, send, await claimOne())
    await never(id, "sent")
    expect(await settled(id)).toMatchObject([{ found: "sent", answer: "The request was taken: 204" }])
    await database.switchFlip.updateMany({ data: { nextAt: new Date(0) } })
    expect(await claimSwitches(system, 5)).toEqual([])
  })

  test.each<[string, typeof receiver.says, string]>([
    ["the contrary", { status: 200, body: `{"switch":"${KEY}","on":true}` }, "says on"],
    [
      "half a JSON",
      { status: 200, body: `{"switch":"${KEY}","on":fal` },
      "not what an evaluation looks like",
    ],
    [
      "another switch",
      { status: 200, body: '{"switch":"other","on":false}' },
      "200, but about another switch",
    ],
    [
      "ten megabytes",
      { status: 200, body: " ".repeat(10_000_000) },
      "more than 4096 bytes, which is no evaluation",
    ],
    ["a fault", { status: 500, body: `{"switch":"${KEY}","on":false}` }, "500"],
    [
      "a way elsewhere",
      { status: 302, headers: { location: "http://127.0.0.1/x" }, body: `{"switch":"${KEY}","on":false}` },
      "302, which leads elsewhere",
    ],
    ["nothing at all", "never", "no answer within 0.5 seconds"],
  ])("%s, when it is asked: after two minutes it is not confirmed", async (_, says, words) => {
    const { id } = await flip(await standing())
    receiver.says = says
    await lookAt(system, send, await claimOne())
    await never(id, "sent")
    expect((await flips())[0]?.lastAnswer).toContain(words)
    await pass(121)
    await look()
    await never(id, "unconfirmed")
    expect(await settled(id)).toMatchObject([{ found: "unconfirmed", turned: "off" }])
    expect(receiver.received).toEqual([id])
    // It is asked on, and believed when it says so.
    receiver.says = null
    await look()
    expect((await flips())[0]).toMatchObject({ state: "confirmed" })
    expect((await settled(id)).map(({ found }) => found)).toEqual(["unconfirmed", "confirmed"])
  })
})

describe("a request that is not taken is sent again with the same id", () => {
  test.each<[string, typeof receiver.takes, string, number]>([
    ["a fault", { status: 500 }, "500", 1],
    ["too many at once", { status: 429, headers: { "retry-after": "90" } }, "429", 85],
    [
      "a way elsewhere",
      { status: 307, headers: { location: "http://127.0.0.1:1/" } },
      "307, which leads elsewhere",
      1,
    ],
    ["no answer in time", "never", "no answer within 0.5 seconds", 1],
  ])("%s", async (_, takes, words, pauseSMin) => {
    const { id } = await flip(await standing())
    receiver.takes = takes
    await lookAt(system, send, await claimOne())
    const [row] = await flips()
    expect(row).toMatchObject({
      state: "waiting",
      attempts: 1,
      sentAt: null,
      lastAnswer: `The request was not taken: ${words}. Asked what it is: says on`,
    })
    expect(Number(row?.nextAt) - Date.now()).toBeGreaterThan(pauseSMin * 1_000)
    expect(await claimSwitches(system, 5)).toEqual([])
    expect(await settled(id)).toEqual([])
    receiver.takes = null
    await look()
    expect((await flips())[0]).toMatchObject({ state: "confirmed", attempts: 2 })
    expect([receiver.received, receiver.obeyed]).toEqual([[id, id], [id]])
  })

  test("a receiver that is not there, for an hour: given up, and told", async () => {
    const switchId = await standing()
    await changeSwitch(administrator, switchId, {
      url: "http://127.0.0.1:1/",
      evaluationUrl: "http://127.0.0.1:1/x",
    })
    const { id } = await flip(switchId)
    await lookAt(system, send, await claimOne())
    expect((await flips())[0]).toMatchObject({
      state: "waiting",
      lastAnswer: "The request was not taken: ECONNREFUSED. Asked what it is: ECONNREFUSED",
    })
    await pass(3_601)
    await look()
    expect((await flips())[0]).toMatchObject({ state: "unconfirmed", effectiveAt: null })
    expect(await settled(id)).toMatchObject([{ found: "unconfirmed" }])
  })

  test("what no worker has sent within an hour is not sent any more", async () => {
    const { id } = await flip(await standing())
    await pass(3_600)
    await look()
    expect((await flips())[0]).toMatchObject({ state: "unconfirmed", attempts: 0 })
    expect((await flips())[0]?.lastAnswer).toContain("it could not be sent within an hour")
    expect([receiver.received, (await settled(id)).length]).toEqual([[], 1])
  })

  test("an address inside is not reached at all", async () => {
    await flip(await standing())
    await lookAt(system, openOutgoing({ outgoingHosts: [] }), await claimOne())
    expect((await flips())[0]?.lastAnswer).toContain("http:// is for hosts that TOCSIN_OUTGOING_HOSTS names")
    expect([receiver.received, receiver.asked]).toEqual([[], 0])
  })
})

test("a worker killed between sending and noting: the same message again, obeyed once", async () => {
  const { id } = await flip(await standing())
  const killed = await claimOne()
  // It sends and asks, and dies before anything is noted.
  await lookAt({ ...system, mutate: () => Promise.reject(new Error("killed")) }, send, killed).catch(() => {})
  expect((await flips())[0]).toMatchObject({ state: "waiting", attempts: 1 })
  expect(await claimSwitches(system, 5)).toEqual([])
  await database.switch.updateMany({ data: { askerUntil: new Date(0) } })
  await lookAt(system, send, await claimOne())
  expect((await flips())[0]).toMatchObject({ state: "confirmed", attempts: 2 })
  expect([receiver.received, receiver.obeyed]).toEqual([[id, id], [id]])
  // The late word of the one that was thought dead counts for nothing.
  await settleFlip(system, killed, {
    sent: null,
    asked: { says: { on: true, changedAt: null }, words: "says on" },
  })
  expect(await database.switch.findFirst()).toMatchObject({ saysOn: false })
  expect((await settled(id)).map(({ found }) => found)).toEqual(["confirmed"])
})

test("a worker that wakes when its hold is over sends nothing any more", async () => {
  await flip(await standing())
  await lookAt(system, send, { ...(await claimOne()), until: new Date(0) })
  expect(receiver.received).toEqual([])
})

test("one that is flipped back while it is being sent is sent after it, and the later stands", async () => {
  const switchId = await standing()
  const first = await flip(switchId)
  let second = { id: "" }
  receiver.onMessage = async () => {
    receiver.onMessage = () => {}
    second = await flip(switchId, true)
    // While the first is under way nobody may send the second.
    expect(await claimSwitches(system, 5)).toEqual([])
  }
  await lookAt(system, send, await claimOne())
  expect(await flips()).toMatchObject([
    { id: first.id, state: "superseded", sentAt: expect.any(Date) },
    { id: second.id, state: "waiting" },
  ])
  await lookAt(system, send, await claimOne())
  expect(await flips()).toMatchObject([{ state: "superseded" }, { state: "confirmed" }])
  expect(receiver.obeyed).toEqual([first.id, second.id])
  expect(receiver.state.get(KEY)).toMatchObject({ on: true })
  expect([await settled(first.id), (await settled(second.id)).length]).toEqual([[], 1])
})

test("one that gave way while it waited is never sent", async () => {
  const switchId = await standing()
  await flip(switchId)
  const second = await flip(switchId, true)
  await lookAt(system, send, await claimOne())
  expect(receiver.received).toEqual([second.id])
  expect(await claimSwitches(system, 5)).toEqual([])
})

test("two workers never have one switch at the same time", async () => {
  await flip(await standing())
  const taken = await Promise.all(Array.from({ length: 8 }, () => claimSwitches(system, 5)))
  expect(taken.flat()).toHaveLength(1)
  expect((await flips())[0]?.attempts).toBe(1)
})

test("a change behind our back is told once, and once when it is over", async () => {
  const { id } = await flip(await standing())
  await lookAt(system, send, await claimOne())
  const changedAt = new Date(Date.now() + 1).toISOString()
  receiver.state.set(KEY, { on: true, changedAt })
  await expect.poll(() => Date.now() > Date.parse(changedAt)).toBe(true)
  await look()
  await look()
  expect((await flips())[0]).toMatchObject({ state: "confirmed", overturnedAt: new Date(changedAt) })
  expect(await isConfirmed(system.db, id)).toBe(false)
  expect((await settled(id)).map(({ found, since }) => [found, since])).toEqual([
    ["confirmed", expect.any(String)],
    ["overturned", changedAt],
  ])
  receiver.state.set(KEY, { on: false, changedAt: new Date().toISOString() })
  await look()
  await look()
  expect((await settled(id)).map(({ found }) => found)).toEqual(["confirmed", "overturned", "restored"])
  expect(await isConfirmed(system.db, id)).toBe(true)
})

test("what was noted is asked too: confirmed with the noted time, or told that it does not say so", async () => {
  const switchId = await standing()
  const note = { switchId, doneBy: "somebody", reason: "By hand" }
  const doneAt = "2024-02-16T11:42:00.000Z"
  const { id } = await noteFlip(security, incidentId, { ...note, isOn: true, doneAt })
  await look()
  expect((await flips())[0]).toMatchObject({ state: "confirmed", effectiveAt: new Date(doneAt), attempts: 0 })
  expect(await settled(id)).toMatchObject([{ found: "confirmed", since: doneAt }])
  const later = await noteFlip(security, incidentId, { ...note, isOn: false, doneAt: "2024-02-16T12:00:00Z" })
  await look()
  expect(await database.switchFlip.findUnique({ where: { id: later.id } })).toMatchObject({ state: "noted" })
  await pass(121)
  await look()
  expect(await database.switchFlip.findUnique({ where: { id: later.id } })).toMatchObject({
    state: "unconfirmed",
  })
  expect(receiver.received).toEqual([])
})

test("a switch that was never turned is asked what it is, every few minutes", async () => {
  await standing()
  await lookAt(system, send, await claimOne())
  expect(await database.switch.findFirst()).toMatchObject({ saysOn: true, answer: "says on" })
  expect(await claimSwitches(system, 5)).toEqual([])
  await database.switch.updateMany({ data: { askedAt: new Date(Date.now() - 301_000) } })
  receiver.says = { status: 503 }
  await lookAt(system, send, await claimOne())
  // What it last said stays, with when it said so.
  expect(await database.switch.findFirst()).toMatchObject({ saysOn: true, answer: "503" })
})

test("the loop sends and asks until it is told to stop, and ends with nothing under way", async () => {
  const { id } = await flip(await standing())
  const stopping = new AbortController()
  const loop = workOffFlips(system, send, stopping.signal)
  await expect.poll(() => isConfirmed(system.db, id), { timeout: 10_000 }).toBe(true)
  stopping.abort()
  await loop
  expect(receiver.obeyed).toEqual([id])
  expect(await database.switch.findFirst()).toMatchObject({ askerId: null })
})
