import { once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo, Socket } from "node:net"
import { afterAll, beforeEach, describe, expect, test } from "vitest"
import { rawAnswer, rawServer } from "../../testing/raw-server.ts"
import { CONNECTIONS_MAX, openKeptHttpClient } from "./kept-http-client.ts"

const server = await rawServer()
const client = openKeptHttpClient({ outgoingHosts: ["127.0.0.1"] })
afterAll(() => client.close())

const ok = (socket: Socket) => void socket.write(rawAnswer(204))
const post = (path: string, more: object = {}) =>
  client.send({ method: "POST", url: `${server.origin}${path}`, body: "{}", timeoutMs: 5_000, ...more })
const sentTo = (path: string) => server.requests.filter(({ text }) => text.includes(` ${path} `)).length

beforeEach(() => {
  server.answer = ok
})

test.each([
  ["GET", undefined],
  ["POST", '{"a":"ä"}'],
  ["PUT", "{}"],
  ["DELETE", undefined],
] as const)("%s is answered", async (method, body) => {
  server.answer = (socket) => void socket.write(rawAnswer(201, "yes", { "content-type": "text/plain" }))
  const url = `${server.origin}/${method}`
  expect(await client.send({ method, url, ...(body ? { body } : {}), headers: { "x-test": "1" } })).toEqual({
    kind: "answered",
    status: 201,
    contentType: "text/plain",
    retryAfter: null,
    location: null,
    cookies: [],
    body: Buffer.from("yes"),
    isWhole: true,
  })
  const text = server.requests.at(-1)?.text ?? ""
  expect(text).toMatch(new RegExp(`^${method} /${method} HTTP/1.1\r\n`))
  expect(text).toMatch(/x-test: 1\r\n/)
  expect(
    Buffer.from(text, "latin1")
      .toString("utf8")
      .endsWith(`\r\n\r\n${body ?? ""}`),
  ).toBe(true)
})

describe("surely not sent", () => {
  test("where nobody takes connections", async () => {
    const gone = createServer().listen(0, "127.0.0.1")
    await once(gone, "listening")
    const { port } = gone.address() as AddressInfo
    gone.close()
    await once(gone, "close")
    expect(await client.send({ method: "POST", url: `http://127.0.0.1:${port}/`, body: "{}" })).toEqual({
      kind: "unsent",
      reason: `nobody takes connections at 127.0.0.1:${port} (ECONNREFUSED)`,
      isForbidden: false,
    })
  })

  test("where the name has no address", async () => {
    const lost = openKeptHttpClient({ outgoingHosts: [] }, () =>
      Promise.reject(Object.assign(new Error("x"), { code: "ENOTFOUND" })),
    )
    expect(await lost.send({ method: "POST", url: "https://auth.example.org/", body: "{}" })).toEqual({
      kind: "unsent",
      reason: "auth.example.org has no address",
      isForbidden: false,
    })
  })

  test("where it waits for a connection until its time is over", async () => {
    server.answer = () => {}
    const held = Array.from({ length: CONNECTIONS_MAX }, () => post("/held", { timeoutMs: 400 }))
    expect(await post("/in-line", { timeoutMs: 150 })).toMatchObject({ kind: "unsent" })
    expect(new Set((await Promise.all(held)).map(({ kind }) => kind))).toEqual(new Set(["unanswered"]))
    expect(sentTo("/in-line")).toBe(0)
  })

  test("where the work was over before", async () => {
    expect(await post("/over", { over: AbortSignal.abort() })).toMatchObject({ kind: "unsent" })
    expect(sentTo("/over")).toBe(0)
  })

  test("where the connection is not safe: its server speaks no TLS", async () => {
    const url = server.origin.replace("http:", "https:")
    expect(await client.send({ method: "POST", url, body: "{}", timeoutMs: 300 })).toMatchObject({
      kind: "unsent",
    })
  })
})

describe("nothing leads inside", () => {
  const outside = openKeptHttpClient({ outgoingHosts: [] }, async () => [
    { address: "8.8.8.8", family: 4 },
    { address: "127.0.0.1", family: 4 },
  ])
  test.each([
    ["https://127.0.0.1/", /127\.0\.0\.1 is no address of the public internet/],
    ["https://[::ffff:127.0.0.1]/", /is no address of the public internet/],
    ["https://2130706433/", /127\.0\.0\.1 is no address of the public internet/],
    ["https://auth.example.org/", /auth\.example\.org \(127\.0\.0\.1\) is no address/],
    ["http://auth.example.org/", /must begin with https/],
    ["https://me:secret@auth.example.org/", /name or a password/],
  ])("%s", async (url, reason) => {
    expect(await outside.send({ method: "POST", url, body: "{}" })).toEqual({
      kind: "unsent",
      reason: expect.stringMatching(reason),
      isForbidden: true,
    })
  })

  test("a name is looked up for each connection, and its second answer is looked at too", async () => {
    const answers = ["127.0.0.1", "127.0.0.2"]
    const rebinding = openKeptHttpClient({ outgoingHosts: ["rebinding.example.org"] }, async () => [
      { address: answers.shift() ?? "", family: 4 },
    ])
    const url = server.origin.replace("127.0.0.1", "rebinding.example.org")
    expect(await rebinding.send({ method: "GET", url })).toMatchObject({ status: 204 })
    expect(await rebinding.send({ method: "GET", url })).toMatchObject({ status: 204 })
    expect(answers).toEqual(["127.0.0.2"])
    rebinding.close()
  })
})

describe("sent, and nobody knows what became of it", () => {
  test.each([
    ["the connection is reset", (socket: Socket) => void socket.resetAndDestroy(), /broken off/],
    ["it is closed without a word", (socket: Socket) => void socket.end(), /broken off/],
    [
      "half an answer comes",
      (socket: Socket) => void socket.end(`${rawAnswer(200, "x".repeat(50)).slice(0, -10)}`),
      /half an answer/,
    ],
    ["half a head comes", (socket: Socket) => void socket.end("HTTP/1.1 204 No Con"), /broken off|no HTTP/],
    [
      "what answers speaks something else",
      (socket: Socket) => void socket.end("220 mail ESMTP\r\n"),
      /no HTTP/,
    ],
    [
      "it says that it switches to another protocol",
      (socket: Socket) => void socket.write(rawAnswer(101, "", { upgrade: "x", connection: "upgrade" })),
      /./,
    ],
    ["no answer comes", () => {}, /no answer within 0\.3 seconds/],
    [
      "an answer drips for ever",
      (socket: Socket) => void socket.write(`${rawAnswer(200, "x".repeat(50)).slice(0, -10)}`),
      /no answer within 0\.3 seconds/,
    ],
  ])("%s", async (title, answer, reason) => {
    server.answer = answer
    const path = `/${title.replaceAll(/\W/g, "-")}`
    const outcome = await post(path, { timeoutMs: 300 })
    expect(outcome).toEqual({ kind: "unanswered", reason: expect.stringMatching(reason) })
    expect(sentTo(path)).toBe(1)
  })

  test("the work is over while it is under way", async () => {
    const over = new AbortController()
    server.answer = () => over.abort()
    expect(await post("/cut", { over: over.signal })).toEqual({
      kind: "unanswered",
      reason: "it was cut off before there was an answer",
    })
  })
})

describe("answers have bounds", () => {
  test("of ten megabytes only the beginning is read, and the connection is given up", async () => {
    server.answer = (socket) => void socket.write(rawAnswer(200, "x".repeat(10_000_000)))
    const before = server.connections.length
    const outcome = await post("/large", { answerBytesMax: 1_000 })
    expect(outcome).toMatchObject({ kind: "answered", status: 200, isWhole: false })
    expect(outcome.kind === "answered" && outcome.body.length).toBeLessThanOrEqual(1_000)
    server.answer = ok
    expect(await post("/after")).toMatchObject({ status: 204 })
    expect(server.connections.length).toBeGreaterThan(before)
  })

  test("nobody is followed elsewhere", async () => {
    server.answer = (socket) =>
      void socket.write(rawAnswer(307, "", { location: `${server.origin}/elsewhere` }))
    expect(await post("/redirect")).toMatchObject({ kind: "answered", status: 307 })
    expect(sentTo("/elsewhere")).toBe(0)
  })
})

describe("a kept connection", () => {
  test("is used again, and there are at most 25 to a host", async () => {
    const own = await rawServer()
    own.answer = (socket) => void setImmediate(() => socket.write(rawAnswer(204)))
    const send = () => client.send({ method: "POST", url: own.origin, body: "{}" })
    for (let round = 0; round < 4; round += 1) await Promise.all(Array.from({ length: 50 }, send))
    expect(own.requests).toHaveLength(200)
    expect(own.connections.length).toBeLessThanOrEqual(CONNECTIONS_MAX)
  })

  /** The next request goes over a connection that was answered once before. */
  const withKept = async () => {
    const own = await rawServer()
    own.answer = ok
    const kept = openKeptHttpClient({ outgoingHosts: ["127.0.0.1"] })
    const send = (method: "GET" | "POST") =>
      kept.send({ method, url: own.origin, ...(method === "POST" ? { body: "{}" } : {}) })
    await send("POST")
    return { own, kept, send }
  }

  test("that the other side has closed meanwhile is not used: the request goes over a new one, once", async () => {
    const { own, kept, send } = await withKept()
    for (const method of ["POST", "GET", "POST"] as const) {
      const before = own.requests.length
      const closed = once(own.connections.at(-1) as Socket, "close")
      own.connections.at(-1)?.end()
      await closed
      expect(await send(method)).toMatchObject({ kind: "answered", status: 204 })
      expect(own.requests.length).toBe(before + 1)
    }
    kept.close()
  })

  test("that the other side resets while nothing is under way is not used either", async () => {
    const { own, kept, send } = await withKept()
    own.connections.at(-1)?.resetAndDestroy()
    expect(await send("POST")).toMatchObject({ kind: "answered", status: 204 })
    expect(own.requests).toHaveLength(2)
    kept.close()
  })

  test.each(["end", "resetAndDestroy"] as const)(
    "that breaks when a request has been read (%s): it may have been done, so it goes never twice",
    async (how) => {
      const { own, kept, send } = await withKept()
      own.answer = (socket) => void socket[how]()
      expect(await send("POST")).toMatchObject({ kind: "unanswered" })
      expect(own.requests).toHaveLength(2)
      expect(own.requests.at(-1)).toMatchObject({ nth: 1 })
      kept.close()
    },
  )

  test("that breaks under a question is asked again over a new one, once", async () => {
    const { own, kept, send } = await withKept()
    own.answer = (socket, { nth }) => (nth === 0 ? ok(socket) : void socket.resetAndDestroy())
    expect(await send("GET")).toMatchObject({ kind: "answered", status: 204 })
    expect(own.requests).toHaveLength(3)
    own.answer = (socket) => void socket.resetAndDestroy()
    expect(await send("GET")).toMatchObject({ kind: "unanswered" })
    expect(own.requests).toHaveLength(5)
    kept.close()
  })
})
