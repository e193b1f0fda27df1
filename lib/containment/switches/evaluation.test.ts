import { expect, test } from "vitest"
import { AppError } from "../../core/errors.ts"
import { askEvaluation, readEvaluation } from "./evaluation.ts"

const read = (status: number, text: string) =>
  readEvaluation("events-tab", { status, body: Buffer.from(text) })
const told = { switch: "events-tab", on: false, changedAt: "2024-02-16T11:42:00Z" }

test("an evaluation says what the switch is, and since when where it tells that", () => {
  expect(read(200, JSON.stringify(told))).toEqual({
    says: { on: false, changedAt: new Date("2024-02-16T11:42:00Z") },
    words: "says off",
  })
  for (const changedAt of [undefined, null, "yesterday", 7])
    expect(read(200, JSON.stringify({ ...told, on: true, changedAt }))).toEqual({
      says: { on: true, changedAt: null },
      words: "says on",
    })
})

test.each([
  ["half a JSON", 200, '{"switch":"events-tab","on":fal', "200, but not what an evaluation looks like"],
  ["nothing", 200, "", "200, but not what an evaluation looks like"],
  ["a list", 200, "[]", "200, but not what an evaluation looks like"],
  [
    "a word for yes",
    200,
    JSON.stringify({ ...told, on: "false" }),
    "200, but not what an evaluation looks like",
  ],
  [
    "another switch",
    200,
    JSON.stringify({ ...told, switch: "<b>other</b>" }),
    "200, but about another switch",
  ],
  ["no content", 204, "", "204"],
  ["a fault", 500, JSON.stringify(told), "500"],
  ["a way elsewhere", 302, JSON.stringify(told), "302, which leads elsewhere"],
  [
    "a book",
    200,
    JSON.stringify({ ...told, more: "x".repeat(5_000) }),
    "more than 4096 bytes, which is no evaluation",
  ],
])("%s says nothing, in words of ours", (_, status, text, words) => {
  expect(read(status, text)).toEqual({ says: null, words })
})

test("what cannot be asked has said nothing", async () => {
  const send = () => Promise.reject(new AppError("unavailable", "no answer within 10 seconds"))
  expect(await askEvaluation(send, "events-tab", "https://flags.example.org/")).toEqual({
    says: null,
    words: "no answer within 10 seconds",
  })
})
