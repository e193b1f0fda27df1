import { expect, test } from "vitest"
import { type LetterGroup, letterGroups } from "../../core/letters.ts"
import { copyItemStatesFrom } from "../../platform/db/copy-item-states.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { HOST, type PlantedPerson } from "../../testing/notices/letter-incident.ts"
import { mailRun, type Outcome } from "../../testing/notices/mail-run.ts"
import { everybody, letterTests } from "../../testing/notices/planned-letters.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { partOf } from "../settings.ts"
import { getPlannedRun } from "./get-planned-run.ts"
import type { NoticePlan } from "./plan-shape.ts"
import { planWords } from "./plan-words.ts"

const { database, url } = await ownDatabase()
const tests = await letterTests(database, temporaryFolder(), { copyItemStates: copyItemStatesFrom(url) })
const { system, reader, newIncident, classify, planned } = tests

/** People who stand in the groups of one word of their ids: `owner_video>viewer_only` by the nth. */
function everyMove(nth: 0 | 1): PlantedPerson[] {
  return letterGroups.flatMap((told) =>
    letterGroups.map((now) => ({ id: `${told}>${now}`, group: nth === 0 ? told : now })),
  )
}

const peopleIn = ({ matrix }: NoticePlan) => matrix.reduce((sum, { people }) => sum + people, 0)

test("the first plan has everybody but the unaffected, in the order of severity and then of activity", async () => {
  const incident = await newIncident()
  await classify(incident, [
    { id: "late", group: "owner_video", account: { last_active_at: "2024-03-01T00:00:00Z" } },
    { id: "early", group: "owner_video", account: { last_active_at: "2024-01-01T00:00:00Z" } },
    { id: "tapped", group: "owner_tapped" },
    { id: "shown", group: "owner_shown" },
    { id: "viewer", group: "viewer_only" },
    { id: "nobody knows", group: "undetermined" },
    { id: "fine", group: "unaffected" },
  ])
  const { run, runId, plan, list } = await planned(incident)
  expect(list.map(({ account_id }) => account_id)).toEqual([
    "late",
    "early",
    HOST,
    "tapped",
    "shown",
    "viewer",
    "nobody knows",
  ])
  expect(plan).toMatchObject({ people: 7, letters: 7, revision: 1 })
  expect(plan.matrix).toContainEqual({
    told: null,
    now: "unaffected",
    people: 1,
    gone: 0,
    part: "unaffected",
  })
  expect(plan.parts.map(({ part, fromRow, toRow }) => [part, fromRow, toRow])).toEqual([
    ["owner_video", 0, 3],
    ["owner_tapped", 3, 4],
    ["owner_shown", 4, 5],
    ["viewer_only", 5, 6],
    ["undetermined", 6, 7],
  ])
  expect(await entriesOf(database, { act: "notice.plan", incidentId: incident.id })).toMatchObject([
    { actor: "system", details: { runId, people: 7, letters: 7, listDigest: run.listDigest } },
  ])
  expect(await database.runChunk.count({ where: { runId } })).toBe(5)
})

test("the unaffected are written to where somebody chose it, and last of all", async () => {
  const incident = await newIncident()
  await classify(incident, [
    { id: "fine", group: "unaffected" },
    { id: "viewer", group: "viewer_only" },
  ])
  const { list, plan } = await planned(incident, { parts: everybody })
  expect(list.map(({ account_id, part }) => [account_id, part])).toEqual([
    [HOST, "owner_video"],
    ["viewer", "viewer_only"],
    ["fine", "unaffected"],
  ])
  expect(plan.letters).toBe(3)
})

test("told × now: each cell has its letter, and whoever was told what still holds gets none", async () => {
  const incident = await newIncident()
  await classify(incident, everyMove(0))
  const first = await planned(incident, { parts: everybody })
  expect(first.list).toHaveLength(37)
  await mailRun(system, reader, first.runId)
  await classify(incident, everyMove(1))
  const { plan, of, list } = await planned(incident, { parts: everybody })
  for (const told of letterGroups)
    for (const now of letterGroups) {
      const part = partOf(told, now)
      expect(of.get(`${told}>${now}`)?.part ?? null, `${told}>${now}`).toBe(part)
      const people = told === now && told === "owner_video" ? 2 : 1
      expect(plan.matrix).toContainEqual({ told, now, people, gone: 0, part })
    }
  expect(peopleIn(plan)).toBe(37)
  expect(list).toHaveLength(30)
  expect(of.get("owner_video>unaffected")?.fields.told).toMatchObject({ group: "owner_video" })
})

const outcomes: [Outcome, counts: boolean, isHardBounced: boolean][] = [
  ["accepted", true, false],
  ["delivered", true, false],
  ["complained", true, false],
  ["unknown", true, false],
  ["bounced", false, true],
  [{ state: "bounced", reason: "5.2.2" }, false, false],
  [{ state: "bounced", reason: "4.4.7" }, false, false],
  [{ state: "rejected", reason: "5.1.1" }, false, true],
  [{ state: "rejected", reason: "5.7.1" }, false, false],
]

test("a letter that came back has told nothing: it is not corrected, and its address not tried again", async () => {
  const incident = await newIncident()
  const people = outcomes.map((_, nth) => ({ id: `p${nth}`, group: "owner_shown" as LetterGroup }))
  await classify(incident, people)
  const first = await planned(incident)
  await mailRun(system, reader, first.runId, (id) => outcomes[Number(id.slice(1))]?.[0] ?? "accepted")
  await classify(
    incident,
    people.map(({ id }) => ({ id, group: "owner_video" })),
  )
  const { of } = await planned(incident)
  for (const [nth, [outcome, counts, isHardBounced]] of outcomes.entries()) {
    const person = of.get(`p${nth}`)
    const expected = {
      part: counts ? "owner_video.up" : "owner_video",
      skip: isHardBounced ? "hard_bounced" : null,
    }
    expect(person, JSON.stringify(outcome)).toMatchObject(expected)
  }
})

test("what waits in a run under way will be told; what waited in one that was stopped will not", async () => {
  const incident = await newIncident()
  await classify(incident, [{ id: "kim", group: "owner_shown" }])
  const first = await planned(incident)
  await mailRun(system, reader, first.runId, () => "queued")
  expect((await getPlannedRun(system, first.runId)).state).toBe("running")
  await classify(incident, [{ id: "kim", group: "owner_video" }])
  expect((await planned(incident)).of.get("kim")?.part).toBe("owner_video.up")
  await database.plannedRun.update({ where: { id: first.runId }, data: { state: "stopped" } })
  expect((await planned(incident)).of.get("kim")?.part).toBe("owner_video")
})

test("who moved and moved back while nobody wrote gets nothing", async () => {
  const incident = await newIncident()
  await classify(incident, [{ id: "kim", group: "owner_shown" }])
  await mailRun(system, reader, (await planned(incident)).runId)
  await classify(incident, [{ id: "kim", group: "owner_video" }])
  expect((await planned(incident)).of.get("kim")?.part).toBe("owner_video.up")
  await classify(incident, [{ id: "kim", group: "owner_shown" }])
  const { of, plan } = await planned(incident)
  expect(of.has("kim")).toBe(false)
  expect(plan.letters).toBe(0)
})

test("closed and vanished accounts keep the first address, and get their letter but by decision", async () => {
  const incident = await newIncident()
  const people: PlantedPerson[] = [
    { id: "closes", group: "owner_shown", account: { email: "first@example.org" } },
    {
      id: "vanishes",
      group: "owner_shown",
      account: { email: "gone@example.org", region: "US-MA", locale: "de" },
    },
  ]
  await classify(incident, people)
  await mailRun(system, reader, (await planned(incident)).runId)
  await classify(incident, [
    { id: "closes", group: "owner_video", account: { email: null, status: "closed" } },
    { id: "vanishes", group: "owner_video", account: null },
  ])
  const { of, plan } = await planned(incident)
  expect(of.get("closes")).toMatchObject({ email: "first@example.org", is_closed: true, skip: null })
  expect(of.get("vanishes")).toMatchObject({ email: "gone@example.org", is_closed: true, skip: null })
  expect(of.get("vanishes")?.variant).toBe("owner_video.up/de/us-ma")
  expect(plan.closed).toEqual({ people: 2, letters: 2 })
  const reason = "Counsel decided so on the telephone"
  const left = await planned(incident, { closed: { verdict: "leave", reason } })
  expect(left.of.get("closes")?.skip).toBe("not_told")
  expect(left.plan.closed).toEqual({ people: 2, letters: 0 })
})

test("an account that no table ever had is not taken for a closed one, also when it was on a list before", async () => {
  const incident = await newIncident()
  await classify(incident, [{ id: "stranger", group: "viewer_only", account: null }])
  const first = await planned(incident)
  expect(first.of.get("stranger")).toMatchObject({ is_closed: false, skip: "no_address" })
  await mailRun(system, reader, first.runId)
  const { plan, of } = await planned(incident)
  expect(of.get("stranger")).toMatchObject({ part: "viewer_only", is_closed: false, skip: "no_address" })
  expect(plan.closed.people).toBe(0)
})

test("whom no evidence knows any more is a closed account: told what holds now, or left out by decision", async () => {
  const incident = await newIncident()
  await classify(incident, [{ id: "kim", group: "owner_shown" }])
  await mailRun(system, reader, (await planned(incident)).runId)
  await classify(incident, [])
  const { plan, of } = await planned(incident)
  expect(of.get("kim")).toMatchObject({
    part: "unaffected.down",
    email: "kim@example.org",
    is_closed: true,
    skip: null,
    fields: { told: { group: "owner_shown" } },
  })
  const cell = { told: "owner_shown", now: "unaffected", people: 1, gone: 1, part: "unaffected.down" }
  expect(plan.matrix).toContainEqual(cell)
  expect(plan.closed).toEqual({ people: 1, letters: 1 })
  const reason = "Counsel decided so on the telephone"
  const left = await planned(incident, { closed: { verdict: "leave", reason } })
  expect(left.of.get("kim")?.skip).toBe("not_told")
  expect(left.plan.closed).toEqual({ people: 1, letters: 0 })
})

test("the first address that works stays, whatever later accounts say; one that came back gives way to another", async () => {
  const incident = await newIncident()
  const people = (email: (id: string) => string): PlantedPerson[] =>
    ["stays", "came back", "was bad"].map((id) => ({
      id,
      group: "owner_shown",
      account: { email: email(id) },
    }))
  const bad = "not an address"
  await classify(
    incident,
    people((id) => (id === "was bad" ? bad : `${id[0]}.one@example.org`)),
  )
  await mailRun(system, reader, (await planned(incident)).runId, (id) =>
    id === "came back" ? "bounced" : "accepted",
  )
  await classify(
    incident,
    people((id) => `${id[0]}.two@example.org`).map((one) => ({ ...one, group: "owner_video" })),
  )
  const { of } = await planned(incident)
  expect(of.get("stays")).toMatchObject({ email: "s.one@example.org", part: "owner_video.up", skip: null })
  expect(of.get("came back")).toMatchObject({ email: "c.two@example.org", part: "owner_video", skip: null })
  expect(of.get("was bad")).toMatchObject({ email: "w.two@example.org", part: "owner_video", skip: null })
})

test("who shares an address gets a letter of their own, and is counted", async () => {
  const incident = await newIncident()
  const account = { email: "Family@example.org" }
  await classify(incident, [
    { id: "one", group: "owner_shown", account },
    { id: "other", group: "owner_video", account: { email: "family@example.org" } },
  ])
  const { plan, of } = await planned(incident)
  expect([of.get("one")?.skip, of.get("other")?.skip]).toEqual([null, null])
  expect(plan.sharing).toBe(2)
})

const hostile: [email: string | null, skip: string | null][] = [
  [null, "no_address"],
  ["  \t", "no_address"],
  ["a@b.example\r\nBcc: all@example.org", "bad_address"],
  ["a@b.example,c@d.example", "bad_address"],
  ['"quoted local"@example.org', "bad_address"],
  [`${"a".repeat(290)}@example.org`, "bad_address"],
  ["josé@example.org", null],
  ["kim@bücher.example", null],
  ["kim@xn--bcher-kva.example", null],
  ["kim\u202e@example.org", "bad_address"],
  ["kim@localhost", "bad_address"],
  ["o'hara+porch@example.org", null],
  [" kim@example.org ", null],
  ["kim@example.org\u0000", "bad_address"],
]

test("hostile addresses and names change nothing but their own line", async () => {
  const incident = await newIncident()
  const name = `<b>{{name}}</b> "; DROP TABLE book; -- \u202e ${"x".repeat(300)}`
  await classify(
    incident,
    hostile.map(([email], nth) => ({ id: `'h"${nth}`, group: "owner_shown", account: { email, name } })),
  )
  const { of, plan } = await planned(incident)
  for (const [nth, [email, skip]] of hostile.entries()) {
    expect(of.get(`'h"${nth}`)?.skip, JSON.stringify(email)).toBe(skip)
    expect(of.get(`'h"${nth}`)?.fields.name).toBe(name)
  }
  expect(plan.skipped).toMatchObject({ no_address: 2, bad_address: 7 })
})

test("a part that is not told is on the list with its reason in the plan; whom an authority wants to wait for, too", async () => {
  const incident = await newIncident()
  await database.noticeHold.create({
    data: { incidentId: incident.id, place: "US", agency: "FBI", reason: "An arrest is near", placedBy: "x" },
  })
  await database.noticeHold.create({
    data: {
      incidentId: incident.id,
      place: "DE-BE",
      agency: "LKA",
      reason: "An arrest is near",
      placedBy: "x",
    },
  })
  await classify(incident, [
    { id: "viewer", group: "viewer_only" },
    { id: "california", group: "owner_shown", account: { country: "US", region: "US-CA" } },
    { id: "region", group: "owner_shown", account: { region: "US-NY" } },
    { id: "berlin", group: "owner_shown", account: { country: "DE", region: "DE-BE" } },
    { id: "munich", group: "owner_shown", account: { country: "DE", region: "DE-BY" } },
    { id: "somewhere in Germany", group: "owner_shown", account: { country: "DE" } },
    { id: "Paris", group: "owner_shown", account: { country: "FR" } },
    { id: "nowhere", group: "owner_shown" },
  ])
  const notToldReason = "They saw a single picture for a second"
  const { of, plan, run, runId } = await planned(incident, {
    parts: [{ group: "viewer_only", isTold: false, why: "policy", notToldReason }],
  })
  const skipOf = (id: string) => of.get(id)?.skip
  expect(["viewer", "california", "region", "berlin", "munich"].map(skipOf)).toEqual([
    "not_told",
    "law_hold",
    "law_hold",
    "law_hold",
    null,
  ])
  expect(["somewhere in Germany", "Paris", "nowhere"].map(skipOf)).toEqual([
    "place_unknown",
    null,
    "place_unknown",
  ])
  // The host is nowhere as well.
  expect(plan.skipped).toMatchObject({ law_hold: 3, place_unknown: 3 })
  expect(planWords(run, plan, { name: "sink", relay: null }, [])).toContain(
    "Place not known: 3 held for US, DE-BE.",
  )
  expect(plan.parts.find(({ part }) => part === "viewer_only")).toMatchObject({
    isTold: false,
    notToldReason,
    letters: 0,
  })
  const chunks = await database.runChunk.findMany({
    orderBy: { fromRow: "asc" },
    where: { runId, part: "owner_shown" },
  })
  expect(chunks.at(-1)).toMatchObject({ suppressed: 5, queued: 2 })
})
