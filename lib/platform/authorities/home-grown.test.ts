import type { Socket } from "node:net"
import { afterAll, beforeEach, describe, expect, test } from "vitest"
import { rawAnswer, rawServer } from "../../testing/raw-server.ts"
import { authoritiesOf } from "./open-authority.ts"

const server = await rawServer()
const { origin } = server
const open = authoritiesOf({ outgoingHosts: ["127.0.0.1"] })
const authority = open({
  kind: "home_grown",
  settings: {
    issuer: "https://id.example.org",
    gtrUrl: `${origin}/gtr`,
    epochUrl: `${origin}/epochs`,
    inspectUrl: `${origin}/sessions?tenant=1`,
    selectUrl: `${origin}/subjects`,
    probeUrl: `${origin}/probe`,
    canaryUrl: `${origin}/canaries`,
    limits: { perSecond: 10, burst: 5, bulkMax: 1 },
    tokens: [{ kind: "jwt", effect: "until_expiry", windowS: 600 }],
  },
  secret: { bearer: "s3cret", signing: `whsec_${Buffer.from("a secret of 24 bytes ok").toString("base64")}` },
})
afterAll(() => authority.close())

const what = { cutoff: new Date(), idempotencyKey: "run/7", reason: "a test" }
const never = new AbortController().signal
const revokeOne = async (over = never) => (await authority.revoke(["anna"], what, over)).get("anna")
const answers = (...given: Parameters<typeof rawAnswer>) => {
  server.answer = (socket) => void socket.write(rawAnswer(...given))
}
const json = { "content-type": "application/json; charset=utf-8" }
const html = { "content-type": "text/html" }

beforeEach(() => answers(204))

test("a revocation is what the draft says, with the secret and a key that stays the same", async () => {
  await revokeOne()
  const { text } = server.requests.at(-1) ?? { text: "" }
  expect(text).toMatch(/^POST \/gtr HTTP/)
  expect(text).toMatch(/\r\nauthorization: Bearer s3cret\r\n/i)
  expect(text).toMatch(/\r\nidempotency-key: run\/7\r\n/i)
  expect(JSON.parse(text.split("\r\n\r\n")[1] ?? "")).toEqual({
    sub_id: { format: "iss_sub", iss: "https://id.example.org", sub: "anna" },
  })
})

test("a request that must be refused is judged as one in earnest: a page for people has taken nothing", async () => {
  const sent = async (...given: Parameters<typeof rawAnswer>) => {
    answers(...given)
    return await authority.misuses?.no_secret?.("anna")
  }
  expect(await sent(401, "<html>", html)).toEqual({ isRefused: true, reason: "401" })
  expect(await sent(204)).toEqual({ isRefused: false, reason: "204: it was taken" })
  expect(await sent(200, "{}", json)).toEqual({ isRefused: false, reason: "200: it was taken" })
  await expect(sent(200, "<html>", html)).rejects.toThrow(
    /200 with something that is no JSON, .* not .* agreed/,
  )
  await expect(sent(404)).rejects.toThrow(/404, which is no clear refusal/)
})

const inAMinute = () => new Date(Date.now() + 60_000).toUTCString()
const pushedBack = { state: "deferred", isPushback: true, againInS: null }
test.each<[string, Parameters<typeof rawAnswer>, object]>([
  ["204", [204], { state: "accepted" }],
  ["200 with JSON", [200, "{}", json], { state: "accepted" }],
  ["200 with a page", [200, "<html>", html], { state: "unknown" }],
  ["404", [404], { state: "rejected", reason: "404: no such subject" }],
  ["404 with JSON", [404, '{"error":"subject_not_found"}', json], { state: "rejected" }],
  ["404 with a page: the address is wrong", [404, "<html>", html], pushedBack],
  ["400", [400], { state: "rejected", reason: "400: it refuses the request" }],
  ["422", [422, "{}", json], { state: "rejected" }],
  ["429 in seconds", [429, "", { "retry-after": "17" }], { ...pushedBack, againInS: 17 }],
  ["429 at once", [429, "", { "retry-after": "0" }], { ...pushedBack, againInS: 0 }],
  ["429 without a word", [429], pushedBack],
  ["429 in odd words", [429, "", { "retry-after": "-1" }], pushedBack],
  ["429 in a year", [429, "", { "retry-after": "31536000" }], { ...pushedBack, againInS: 86_400 }],
  ["503 in seconds", [503, "", { "retry-after": "3" }], { ...pushedBack, againInS: 3 }],
  ["401", [401], { ...pushedBack, reason: "401: the authority refuses our secret" }],
  ["403", [403, "<html>", html], { ...pushedBack, reason: "403: the authority refuses our secret" }],
  [
    "307",
    [307, "", { location: "https://example.org/" }],
    { ...pushedBack, reason: "307: it answers with a redirect" },
  ],
  ["500", [500, "Traceback: anna", html], { ...pushedBack, reason: "500: it failed" }],
  ["502", [502], pushedBack],
  ["504: a gateway knows no more than we do", [504], { state: "unknown" }],
  ["408", [408], { state: "deferred", isPushback: false }],
])("answered %s", async (_, answer, outcome) => {
  answers(...answer)
  const got = await revokeOne()
  expect(got).toMatchObject(outcome)
  expect(got?.reason).not.toMatch(/anna|Traceback|html>/)
})

test.each([429, 503])("%d until a date: in as many seconds", async (status) => {
  answers(status, "", { "retry-after": inAMinute() })
  const got = await revokeOne()
  expect(got?.state === "deferred" && got.againInS).toBeGreaterThan(55)
  expect(got?.state === "deferred" && got.againInS).toBeLessThanOrEqual(60)
  answers(status, "", { "retry-after": "Wed, 21 Oct 2015 07:28:00 GMT" })
  expect(await revokeOne()).toMatchObject({ ...pushedBack, againInS: 0 })
})

test.each([
  ["reset", (socket: Socket) => void socket.resetAndDestroy()],
  ["half an answer", (socket: Socket) => void socket.end(rawAnswer(200, "{}".repeat(50), json).slice(0, -9))],
  ["no HTTP", (socket: Socket) => void socket.end("hello\r\n\r\n")],
])("%s: nobody knows, and it was sent once", async (_, answer) => {
  server.answer = answer
  const before = server.requests.length
  expect(await revokeOne()).toMatchObject({ state: "unknown" })
  expect(server.requests.length).toBe(before + 1)
})

test("what is over before it began was surely not done, and pushes nobody back", async () => {
  const before = server.requests.length
  expect(await revokeOne(AbortSignal.abort())).toMatchObject({ state: "deferred", isPushback: false })
  expect(server.requests.length).toBe(before)
})

test("an authority that is not there has surely done nothing", async () => {
  const gone = open({
    kind: "home_grown",
    settings: {
      issuer: "x",
      gtrUrl: "http://127.0.0.1:1/",
      limits: { perSecond: 1, burst: 1, bulkMax: 1 },
      tokens: [],
    },
    secret: { bearer: "x", signing: null },
  })
  expect((await gone.revoke(["anna"], what, never)).get("anna")).toMatchObject(pushedBack)
  await gone.close()
})

describe("cut-offs", () => {
  const cutoff = new Date("2026-01-05T10:00:00.000Z")
  const saying = (raised: Date | null, standing: Date | null) => {
    server.answer = (socket, { text }) => {
      const at = text.startsWith("POST") ? raised : standing
      socket.write(rawAnswer(200, JSON.stringify({ cutoff: at?.toISOString() ?? null }), json))
    }
  }

  test("the one that stands is asked for, by its scope", async () => {
    const later = new Date("2026-01-05T11:00:00.000Z")
    saying(cutoff, later)
    const scope = { scope: "cohort", modulus: 8, cohort: 3 } as const
    expect(await authority.setEpoch?.(scope, cutoff)).toEqual(later)
    const [post, get] = server.requests.slice(-2).map(({ text }) => text)
    expect(post).toMatch(/webhook-signature: v1,/i)
    expect(JSON.parse(post?.split("\r\n\r\n")[1] ?? "")).toMatchObject({
      type: "epoch.raise",
      data: { ...scope, cutoff: cutoff.toISOString() },
    })
    expect(get).toMatch(/^GET \/epochs\?scope=cohort&modulus=8&cohort=3 /)
  })

  test.each([
    ["none", null],
    ["an earlier one", new Date("2026-01-05T09:59:59.999Z")],
  ])("an echo is not believed where %s stands", async (_, standing) => {
    saying(cutoff, standing)
    await expect(authority.setEpoch?.({ scope: "global" }, cutoff)).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringMatching(/it is not relied upon/),
    })
  })

  test.each<[string, Parameters<typeof rawAnswer>, RegExp, string?]>([
    ["refused", [401, "{}", json], /refuses our secret \(401\)/, "precondition"],
    ["not let in", [403, "{}", json], /refuses our secret \(403\)/, "precondition"],
    ["failed", [500], /answers 500/],
    ["redirected", [302], /answers with a redirect/],
    ["a page", [200, "<html>", html], /no JSON/],
    ["no JSON after all", [200, "{", json], /half a JSON/],
    ["another shape", [200, '{"cutoff":"yesterday"}', json], /another shape \(cutoff\)/, "precondition"],
    ["ten megabytes", [200, `"${"x".repeat(10_000_000)}"`, json], /more than can be read/, "precondition"],
  ])("%s: it is not raised", async (_, answer, message, code = "unavailable") => {
    answers(...answer)
    await expect(authority.setEpoch?.({ scope: "global" }, cutoff)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    })
  })
})

describe("looking", () => {
  test("whose sessions there are, page by page", async () => {
    answers(
      200,
      '{"subjects":[{"sub":"anna","sessions":2,"lastUsedAt":"2026-01-05T10:00:00Z"}],"next":"c2"}',
      json,
    )
    const query = { usedFrom: new Date(0), startedBefore: new Date(1) }
    expect(await authority.select?.(query, "c1")).toEqual({
      subjects: [{ sub: "anna", sessions: 2, lastUsedAt: new Date("2026-01-05T10:00:00Z") }],
      next: "c2",
    })
    expect(server.requests.at(-1)?.text).toMatch(
      /^GET \/subjects\?usedFrom=1970-01-01T00%3A00%3A00\.000Z&startedBefore=1970-01-01T00%3A00%3A00\.001Z&after=c1&limit=5000 /,
    )
  })

  test("half a page is no page", async () => {
    server.answer = (socket) =>
      void socket.end(rawAnswer(200, '{"subjects":[],"next":null}', json).slice(0, -5))
    await expect(authority.select?.({}, null)).rejects.toMatchObject({ code: "unavailable" })
  })

  test("nobody of that name, and an address that is wrong, are not the same", async () => {
    answers(404, "{}", json)
    expect(await authority.inspect?.("anna & co")).toMatchObject({ isKnown: false })
    expect(server.requests.at(-1)?.text).toMatch(/^GET \/sessions\?tenant=1&sub=anna\+%26\+co /)
    answers(404, "<html>", html)
    await expect(authority.inspect?.("anna")).rejects.toMatchObject({
      code: "unavailable",
      message: expect.not.stringMatching(/anna/),
    })
  })
})

test.each<[string, Parameters<typeof rawAnswer>, string]>([
  ["200", [200, "{}", json], "alive"],
  ["204", [204], "alive"],
  ["401", [401], "dead"],
  ["403", [403], "error"],
  ["404", [404], "error"],
  ["429", [429], "error"],
  ["500", [500], "error"],
  ["302", [302], "error"],
  ["200 with a page", [200, "<html>", html], "error"],
])("a probe that is answered %s", async (_, answer, verdict) => {
  answers(...answer)
  const canary = { kind: "jwt", relyingParty: "app", token: "t0ken", sub: "anna" } as const
  expect(await authority.probe(canary)).toMatchObject({ verdict })
  expect(server.requests.at(-1)?.text).toMatch(
    /^GET \/probe\?kind=jwt [\s\S]*\r\nauthorization: Bearer t0ken\r\n/i,
  )
})

test("a probe that nobody answers is an error, never dead", async () => {
  server.answer = (socket) => void socket.resetAndDestroy()
  const canary = { kind: "jwt", relyingParty: "app", token: "t", sub: "anna" } as const
  expect(await authority.probe(canary)).toMatchObject({ verdict: "error" })
})
