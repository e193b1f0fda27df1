import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { AppError } from "./errors.ts"
import { errorFields, redact, wordsOf } from "./log.ts"

const ID = "01a2000e-3c67-779b-bf82-c50edffd99e7"
const ROOT = "/srv/tocsin"

const personal = [
  "anna@example.org",
  "Anna Example",
  "u00000001",
  "P-7K3M-9Q2X",
  "?search=anna",
  "/incidents/1?search=anna",
  "/invitation/Zm9vYmFyYmF6cXV4",
  "log of anna.csv",
  "eyJhbGciOiJIUzI1NiJ9.e30.x",
  'Unique constraint failed: (email)=("anna@example.org")',
]

describe("what may be told", () => {
  test("is ids, figures, codes and closed words", () => {
    const fields = {
      method: "GET",
      route: `/incidents/INC-12/people/[account]`,
      status: 200,
      ms: 12,
      request: ID,
      runId: ID,
      attempt: 2,
      state: "handed_back",
      child: "web server",
      cause: "SIGKILL",
      name: "PrismaClientKnownRequestError",
      code: "P2002",
    }
    expect(redact(fields)).toEqual(fields)
  })

  test.each(["ECONNREFUSED", "ERR_STREAM_WRITE_AFTER_END", "P1001", "57P01", "23505", "not_found"])(
    "is the code %s",
    (code) => expect(redact({ code })).toEqual({ code }),
  )

  test.each(personal)("is not %j, whatever the field", (text) => {
    const names =
      "method route status ms request runId state child cause name code digest frames count email error"
    expect(redact(Object.fromEntries(names.split(" ").map((name) => [name, text])))).toEqual({})
  })

  test("is no field that the list does not have", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.anything()), (fields) => {
        const told = redact(fields)
        expect(Object.values(told).every((value) => ["string", "number"].includes(typeof value))).toBe(true)
        expect(redact({ ...fields, email: "x", message: "x", query: "x", user: "x" })).toEqual(told)
      }),
    )
  })

  test("holds nothing that somebody typed, wherever it is put", () => {
    const typed = fc.oneof(
      fc.constantFrom(...personal),
      fc.emailAddress(),
      fc.webUrl({ withQueryParameters: true }),
      fc.string({ minLength: 1 }).map((text) => `${text} ${text}`),
      fc.string({ minLength: 1, unit: "binary" }).map((text) => `${text}\n    at ${text}`),
    )
    const names = [
      "method",
      "route",
      "status",
      "ms",
      "state",
      "child",
      "cause",
      "name",
      "code",
      "digest",
      "frames",
      "runId",
    ]
    fc.assert(
      fc.property(fc.constantFrom(...names), typed, (name, text) => {
        expect(redact({ [name]: text })).toEqual({})
      }),
    )
  })
})

describe("what may be told of an error", () => {
  test("is its class, its code and where it came from, never its message", () => {
    const error = new AppError("not_found", "There is no account anna@example.org")
    error.stack = `AppError: ${error.message}\n    at find (file://${ROOT}/lib/access/find.ts:12:3)\n    at async ${ROOT}/app/(console)/page.tsx:4:1\n    at node:internal/process/task_queues:105:5\n    at /home/anna/x.ts:1:1`
    expect(redact(errorFields(error, ROOT))).toEqual({
      name: "AppError",
      code: "not_found",
      frames: "lib/access/find.ts:12:3 app/(console)/page.tsx:4:1",
    })
  })

  test("also when the message looks like the stack of an error", () => {
    fc.assert(
      fc.property(fc.constantFrom(...personal), fc.string(), (text, other) => {
        const error = new Error(`${other}\n    at lib/${text}:1:1\n    at ${text} (${ROOT}/lib/${text}:1:1)`)
        const told = JSON.stringify(redact(errorFields(error, ROOT)))
        expect(told).not.toContain(text)
      }),
    )
  })

  test("is nothing where something else was thrown", () => {
    fc.assert(
      fc.property(fc.anything(), (thrown) => {
        expect(Object.keys(redact(errorFields(thrown, ROOT)))).not.toContain("message")
      }),
    )
    expect(redact(errorFields("anna@example.org", ROOT))).toEqual({ name: "Error" })
  })
})

test("an event has words for people, without what is not known of it", () => {
  expect(wordsOf("process.ended", { child: "worker", cause: "SIGKILL" })).toBe(
    "the worker ended (SIGKILL); starting it again",
  )
  expect(wordsOf("worker.waits", { name: "Error", code: "ECONNREFUSED" })).toMatch(/ \(Error ECONNREFUSED\)$/)
  expect(wordsOf("worker.waits", { name: "Error", code: "anna@example.org" })).toMatch(/ \(Error\)$/)
  expect(wordsOf("worker.waits", {})).toBe("the worker cannot work just now, and tries again")
})
