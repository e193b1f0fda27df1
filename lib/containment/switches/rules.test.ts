import { describe, expect, test } from "vitest"
import { type Found, judge, type Look, newestOf, type Said } from "./rules.ts"

const REQUESTED = new Date("2024-02-16T11:40:00Z")
const at = (seconds: number) => new Date(REQUESTED.getTime() + seconds * 1_000)
const flip = {
  isOn: false,
  state: "waiting" as "waiting" | "sent" | "confirmed" | "unconfirmed" | "noted",
  requestedAt: REQUESTED,
  doneBy: null as string | null,
  effectiveAt: null as Date | null,
  sentAt: null as Date | null,
  confirmedAt: null as Date | null,
  overturnedAt: null as Date | null,
  attempts: 1,
}
const sentFlip = { ...flip, state: "sent" as const, sentAt: at(1) }
const confirmedFlip = {
  ...sentFlip,
  state: "confirmed" as const,
  confirmedAt: at(2),
  effectiveAt: at(2),
}
const taken = { isTaken: true, words: "204", retryAfterS: null }
const refused = (retryAfterS: number | null = null) => ({ isTaken: false, words: "500", retryAfterS })
const says = (on: boolean, changedAt: Date | null = null): Look["asked"] => ({
  says: { on, changedAt } satisfies Said,
  words: on ? "says on" : "says off",
})
const silent: Look["asked"] = { says: null, words: "503" }

describe("a flip is confirmed by the switch's own word alone", () => {
  test.each<[string, Look, string | undefined, Found | null]>([
    ["the echo, and nobody to ask", { sent: taken, asked: null }, "sent", "sent"],
    ["the echo, and the contrary", { sent: taken, asked: says(true) }, "sent", null],
    ["the echo, and no answer", { sent: taken, asked: silent }, "sent", null],
    ["the echo, and its word", { sent: taken, asked: says(false) }, "confirmed", "confirmed"],
    ["no echo, and its word all the same", { sent: refused(), asked: says(false) }, "confirmed", "confirmed"],
    ["no echo, and the contrary", { sent: refused(), asked: says(true) }, undefined, null],
    ["no echo, and nobody to ask", { sent: refused(), asked: null }, undefined, null],
  ])("%s", (_, look, state, found) => {
    const judged = judge(flip, look, at(1))
    expect([judged.change.state, judged.found]).toEqual([state, found])
  })
})

describe("since when it took effect", () => {
  test.each([
    ["its own word", at(1.5), at(1.5)],
    ["nothing told: when it was asked", null, at(2)],
    ["before it was asked for: when it was asked", at(-1), at(2)],
    ["yet to come: when it was asked", at(3), at(2)],
  ])("%s", (_, changedAt, effectiveAt) => {
    const { change } = judge(sentFlip, { sent: null, asked: says(false, changedAt) }, at(2))
    expect(change).toMatchObject({ state: "confirmed", effectiveAt, confirmedAt: at(2) })
  })

  test("what somebody noted has its time by their word", () => {
    const noted = { ...flip, state: "noted" as const, doneBy: "the on-call engineer", effectiveAt: at(-600) }
    expect(judge(noted, { sent: null, asked: says(false, at(-500)) }, at(1)).change).toMatchObject({
      state: "confirmed",
      effectiveAt: at(-600),
    })
  })
})

test("it is asked in growing pauses, and after two minutes it is not confirmed", () => {
  const looks: number[] = []
  let now = 1
  let judged = judge(sentFlip, { sent: null, asked: says(true) }, at(now))
  while (judged.found === null && looks.length < 50) {
    looks.push(Math.round(now - 1))
    now += judged.pauseS
    judged = judge(sentFlip, { sent: null, asked: says(true) }, at(now))
  }
  expect(looks).toEqual([0, 1, 2, 4, 8, 16, 32, 64])
  expect([now - 1, judged.change.state, judged.found]).toEqual([120, "unconfirmed", "unconfirmed"])
})

test("one that was not confirmed is asked about every minute for an hour, then with all others", () => {
  const unconfirmed = { ...sentFlip, state: "unconfirmed" as const }
  const look = { sent: null, asked: silent }
  expect(judge(unconfirmed, look, at(200))).toEqual({ change: {}, pauseS: 60, found: null })
  expect(judge(unconfirmed, look, at(4_000))).toEqual({ change: {}, pauseS: 300, found: null })
  expect(judge(unconfirmed, { sent: null, asked: says(false) }, at(4_000))).toMatchObject({
    change: { state: "confirmed", effectiveAt: at(4_000) },
    found: "confirmed",
  })
})

test("what nobody takes is sent again in growing pauses, as late as it is asked to, and given up after an hour", () => {
  const pauseAfter = (attempts: number, retryAfterS: number | null = null) =>
    judge({ ...flip, attempts }, { sent: refused(retryAfterS), asked: null }, at(10)).pauseS
  expect([1, 2, 3, 6, 60].map((attempts) => pauseAfter(attempts))).toEqual([2, 4, 8, 60, 60])
  expect([pauseAfter(1, 30), pauseAfter(1, 0), pauseAfter(1, 86_400)]).toEqual([30, 2, 300])
  expect(judge(flip, { sent: refused(), asked: null }, at(3_600))).toMatchObject({
    change: { state: "unconfirmed" },
    found: "unconfirmed",
  })
})

test("a change behind our back is told once, and once that it is over", () => {
  const contrary = { sent: null, asked: says(true, at(50)) }
  const told = judge(confirmedFlip, contrary, at(62))
  expect(told).toEqual({ change: { overturnedAt: at(50) }, pauseS: 60, found: "overturned" })
  const overturned = { ...confirmedFlip, overturnedAt: at(50) }
  expect(judge(overturned, contrary, at(400))).toEqual({ change: {}, pauseS: 300, found: null })
  expect(judge(overturned, { sent: null, asked: silent }, at(400)).found).toBeNull()
  expect(judge(overturned, { sent: null, asked: says(false) }, at(700))).toEqual({
    change: { overturnedAt: null },
    pauseS: 300,
    found: "restored",
  })
})

test("one that was confirmed is asked again soon, then ever later, then with all others", () => {
  const pauseAt = (seconds: number) =>
    judge(confirmedFlip, { sent: null, asked: says(false) }, at(seconds)).pauseS
  expect(judge(sentFlip, { sent: null, asked: says(false) }, at(2)).pauseS).toBe(15)
  expect([2, 17, 62, 302, 9_000].map(pauseAt)).toEqual([15, 15, 60, 300, 300])
})

test("that nobody answers overturns nothing, and is looked at sooner", () => {
  expect(judge(confirmedFlip, { sent: null, asked: silent }, at(302))).toEqual({
    change: {},
    pauseS: 60,
    found: null,
  })
})

test("the flip that stands is the one that counts last, wherever it was done", () => {
  const one = { id: "1", requestedAt: at(0), doneBy: null, effectiveAt: at(500) }
  const two = { id: "2", requestedAt: at(10), doneBy: null, effectiveAt: null }
  const notedEarlier = { id: "3", requestedAt: at(20), doneBy: "somebody", effectiveAt: at(5) }
  const notedLater = { id: "4", requestedAt: at(30), doneBy: "somebody", effectiveAt: at(15) }
  expect(newestOf([two, one, notedEarlier])?.id).toBe("2")
  expect(newestOf([notedLater, two, one])?.id).toBe("4")
  expect(newestOf([])).toBeNull()
})
