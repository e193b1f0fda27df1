import fc from "fast-check"
import { expect, test } from "vitest"
import {
  comesTo,
  hasEnded,
  type ItemState,
  isDisproval,
  isWaiting,
  itemStates,
  judgeRun,
  mayMove,
} from "./rules.ts"

const state = fc.constantFrom(...itemStates)

test("nothing goes from sending to queued, and nothing to where it is", () => {
  expect(mayMove("sending", "queued")).toBe(false)
  for (const one of itemStates) expect(mayMove(one, one)).toBe(false)
})

test("whatever path an item takes, it is begun again only after proof that it was not done", () => {
  const path = fc.array(state, { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(path, (wished) => {
      let at: ItemState = "queued"
      let isProved = true
      for (const next of wished) {
        if (!mayMove(at, next)) continue
        if (next === "sending") {
          expect(isProved).toBe(true)
          isProved = false
        }
        // The other side put it off, or was asked and has not got it.
        if (next === "deferred" || (at === "unknown" && next === "queued")) isProved = true
        at = next
      }
    }),
    { numRuns: 2_000 },
  )
})

test("what was to be held while it was under way or unknown is never begun again, whatever becomes of it", () => {
  const path = fc.array(state, { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(fc.constantFrom("sending", "unknown"), path, (first: ItemState, wished) => {
      let at = first
      for (const next of wished) if (mayMove(at, next)) at = comesTo(next, true)
      expect(["queued", "deferred"]).not.toContain(at)
      expect(mayMove(at, "sending")).toBe(false)
    }),
    { numRuns: 2_000 },
  )
  for (const one of itemStates) expect(comesTo(one, false)).toBe(one)
})

test("what the other side has is never queued again, nor what people or the plan kept back", () => {
  const settled = [
    "accepted",
    "verified",
    "delivered",
    "bounced",
    "complained",
    "rejected",
    "held",
    "suppressed",
    "cancelled",
  ] as const
  fc.assert(
    fc.property(fc.constantFrom(...settled), fc.array(state, { maxLength: 20 }), (first, wished) => {
      let at: ItemState = first
      for (const next of wished) if (mayMove(at, next)) at = next
      expect(isWaiting(at)).toBe(false)
    }),
  )
})

test("the other side's word alone is taken back, by who has looked", () => {
  const taken = itemStates.flatMap((from) =>
    itemStates.filter((to) => isDisproval(from, to)).map((to) => [from, to]),
  )
  expect(taken).toEqual([["accepted", "queued"]])
})

test("every item that waits can come to an end", () => {
  for (const one of itemStates.filter(isWaiting))
    expect(itemStates.some((other) => mayMove(one, other) && !isWaiting(other))).toBe(true)
})

test("what can be done with a run, and why what cannot", () => {
  const can = (of: Parameters<typeof judgeRun>[0]["state"]) =>
    Object.entries(judgeRun({ state: of }))
      .filter(([, { allowed }]) => allowed)
      .map(([doing]) => doing)
  expect(can("planning")).toEqual(["stop"])
  expect(can("planned")).toEqual(["send", "stop"])
  expect(can("running")).toEqual(["pause", "stop"])
  expect(can("paused")).toEqual(["resume", "stop"])
  for (const ended of ["stopped", "finished", "failed"] as const) {
    expect(can(ended)).toEqual([])
    expect(hasEnded({ state: ended })).toBe(true)
  }
  expect(judgeRun({ state: "finished" }).pause).toEqual({ allowed: false, reason: "This run is finished" })
})
