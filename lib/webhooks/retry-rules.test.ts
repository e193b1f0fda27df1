import { expect, test } from "vitest"
import { judge, PAUSES_MS } from "./retry-rules.ts"

test.each([200, 201, 204, 299])("%i has taken the message", (status) => {
  expect(judge(1, { status }, 0)).toEqual({ state: "delivered", answer: String(status) })
})

test.each([100, 301, 400, 401, 404, 429, 500, 503])("%i has not, and is tried again", (status) => {
  expect(judge(1, { status }, 0.5)).toMatchObject({ state: "waiting", pauseMs: 5_000 })
})

test("410 is gone for good", () => {
  expect(judge(1, { status: 410 }, 0)).toEqual({ state: "given_up", answer: "410, gone", isGone: true })
})

test("the pauses grow to a day, and after seven attempts nobody tries again", () => {
  expect(PAUSES_MS.map((_, index) => judge(index + 1, { fault: "ECONNREFUSED" }, 0.5))).toMatchObject(
    [5, 60, 600, 3_600, 21_600, 86_400].map((s) => ({ state: "waiting", pauseMs: s * 1000 })),
  )
  expect(judge(7, { fault: "ECONNREFUSED" }, 0.5)).toEqual({
    state: "given_up",
    answer: "ECONNREFUSED",
    isGone: false,
  })
})

test("each pause is up to a fifth longer or shorter", () => {
  expect([0, 0.5, 1].map((chance) => judge(2, { status: 500 }, chance))).toMatchObject([
    { pauseMs: 48_000 },
    { pauseMs: 60_000 },
    { pauseMs: 72_000 },
  ])
})
