import { afterAll, describe, expect, test } from "vitest"
import { type RawRequest, rawAnswer, rawServer } from "../../testing/raw-server.ts"
import { authoritiesOf } from "./open-authority.ts"

const provider = await rawServer()
const app = await rawServer()
const authority = authoritiesOf({ outgoingHosts: ["127.0.0.1"] })({
  kind: "oidc_provider",
  settings: { issuer: provider.origin, relyingPartyUrl: app.origin },
  secret: { bearer: "the admin secret" },
})
afterAll(() => authority.close())

const json = { "content-type": "application/json" }
const cutoff = new Date("2026-01-05T10:00:00.000Z")
const what = { cutoff, idempotencyKey: "run/7/3", reason: "INC-7" }
const never = new AbortController().signal
const says = (body: unknown, status = 200) => {
  provider.answer = (socket) => void socket.write(rawAnswer(status, JSON.stringify(body), json))
}
const bodyOf = ({ text }: RawRequest = { text: "", nth: 0 }) =>
  JSON.parse(text.split("\r\n\r\n")[1] ?? "null")
const revoke = async (...subs: string[]) =>
  Object.fromEntries(await authority.revoke(subs, what, never)) as Record<string, unknown>

test("many are revoked in one request, each with an outcome of their own; who is left out, nobody knows", async () => {
  const outcomes = {
    a: { outcome: "revoked", sessions: 2, tokens: 5 },
    b: { outcome: "nothing", sessions: 0, tokens: 0 },
    c: { outcome: "unknown_subject" },
    d: { outcome: "failed" },
  }
  says({ outcomes })
  expect(await revoke("a", "b", "c", "d", "e")).toEqual({
    a: { state: "accepted", reason: "200: ended" },
    b: { state: "accepted", reason: "200: there was nothing to end" },
    c: { state: "rejected", reason: "200: no such subject" },
    d: { state: "deferred", reason: "200: it failed for this subject", againInS: null, isPushback: false },
    e: { state: "unknown", reason: "200 without an outcome for this subject" },
  })
  const request = provider.requests.at(-1)
  expect(request?.text).toMatch(
    /^POST \/admin\/revocations HTTP[\s\S]*authorization: Bearer the admin secret\r\n/i,
  )
  expect(bodyOf(request)).toEqual({
    subjects: ["a", "b", "c", "d", "e"],
    cutoff: cutoff.toISOString(),
    key: "run/7/3",
    reason: "INC-7",
  })
})

test.each<[string, Parameters<typeof rawAnswer>, object]>([
  ["500", [500], { state: "deferred", isPushback: true }],
  ["429", [429, "", { "retry-after": "4" }], { state: "deferred", isPushback: true, againInS: 4 }],
  ["401", [401], { state: "deferred", isPushback: true }],
  ["404: nothing is known of anybody", [404], { state: "deferred", isPushback: true }],
  ["400: nothing is known of anybody", [400], { state: "deferred", isPushback: true }],
  ["nothing of each", [200, "{}", json], { state: "unknown" }],
  ["half JSON", [200, '{"outcomes":{"a"', json], { state: "unknown" }],
  ["an odd word", [200, '{"outcomes":{"a":{"outcome":"maybe"}}}', json], { state: "unknown" }],
  ["a page", [200, "<html>", { "content-type": "text/html" }], { state: "unknown" }],
])("answered %s, so it is for all", async (_, answer, outcome) => {
  provider.answer = (socket) => void socket.write(rawAnswer(...answer))
  expect(await revoke("a", "b")).toMatchObject({ a: outcome, b: outcome })
})

test("cut-offs are raised, and then looked for among those that stand", async () => {
  const later = new Date(cutoff.getTime() + 1_000)
  provider.answer = (socket, { text }) => {
    const epochs = [
      { scope: "global", cutoff: new Date(0) },
      { scope: "cohort", modulus: 8, cohort: 2, cutoff: new Date(0) },
      { scope: "cohort", modulus: 8, cohort: 3, cutoff: later },
      { scope: "subject", sub: "a", cutoff },
    ]
    socket.write(rawAnswer(200, JSON.stringify(text.startsWith("POST") ? { cutoff } : { epochs }), json))
  }
  expect(await authority.setEpoch?.({ scope: "cohort", modulus: 8, cohort: 3 }, cutoff)).toEqual(later)
  expect(bodyOf(provider.requests.at(-2))).toEqual({
    scope: "cohort",
    modulus: 8,
    cohort: 3,
    cutoff: cutoff.toISOString(),
  })
  expect(await authority.getEpoch?.({ scope: "subject", sub: "a" })).toEqual(cutoff)
  expect(await authority.getEpoch?.({ scope: "subject", sub: "b" })).toBeNull()
  await expect(authority.setEpoch?.({ scope: "global" }, cutoff)).rejects.toMatchObject({
    code: "unavailable",
  })
})

test("what it can do, takes and has counted is asked, and must have its shape", async () => {
  const capabilities = [{ kind: "jwt", effect: "until_expiry", windowS: 300 }]
  says(capabilities)
  expect(await authority.capabilities()).toEqual(capabilities)
  says({ perSecond: 100, burst: 500, bulkMax: 500 })
  expect(await authority.limits()).toEqual({ perSecond: 100, burst: 500, bulkMax: 500 })
  const health = { logins: 3, failedLogins: 1, errors: 0, windowS: 60 }
  says(health)
  expect(await authority.health?.()).toEqual(health)
  says({ perSecond: 0, burst: 0, bulkMax: 0 })
  await expect(authority.limits()).rejects.toMatchObject({ code: "precondition" })
  says([{ kind: "cookie", effect: "none", windowS: null }])
  await expect(authority.capabilities()).rejects.toMatchObject({ code: "precondition" })
})

test.each<[string, string, RegExp]>([
  ["is a zero byte", "app\u0000", /\(0\.relyingParty: with control characters\)/],
  ["moves the cursor", "\u001b[2Japp", /\(0\.relyingParty: with control characters\)/],
  ["has a second line", "app\nother", /\(0\.relyingParty: with control characters\)/],
  ["has half a character", "app\ud83d", /\(0\.relyingParty: with control characters\)/],
  ["is a book", "x".repeat(201), /\(0\.relyingParty: longer than 200 characters\)/],
])("the name of an app that %s is refused, and not repeated", async (_, relyingParty, message) => {
  says([{ kind: "jwt", effect: "until_expiry", windowS: 300, relyingParty }])
  await expect(authority.capabilities()).rejects.toMatchObject({
    code: "precondition",
    message: expect.stringMatching(message),
  })
  says({ sub: "canary/1", token: "t", expiresAt: null, relyingParty })
  await expect(authority.mintCanary("jwt")).rejects.toThrow("(relyingParty: ")
})

test("a name of 200 characters in any script is taken; a token or a subject that no line can hold is not", async () => {
  const relyingParty = "ü".repeat(200)
  says([{ kind: "jwt", effect: "immediate", windowS: 0, relyingParty }])
  expect(await authority.capabilities()).toMatchObject([{ relyingParty }])
  says({ sub: "canary/1", token: "a\r\nx-other: b" })
  await expect(authority.mintCanary("jwt")).rejects.toThrow("(token: with control characters)")
  says({ subjects: [{ sub: "a\u0000", sessions: 1 }] })
  await expect(authority.select?.({}, null)).rejects.toThrow("(subjects.0.sub: with control characters)")
})

test("a new password is asked for", async () => {
  provider.answer = (socket) => void socket.write(rawAnswer(204))
  expect(await authority.requireReset?.("a", cutoff)).toEqual({ state: "accepted", reason: "204" })
  expect(bodyOf(provider.requests.at(-1))).toEqual({ sub: "a", cutoff: cutoff.toISOString() })
})

describe("canaries", () => {
  const canary = { relyingParty: "demo app", token: "t0ken", sub: "canary/1" }

  test("are minted by kind, and for an account that there is already", async () => {
    says({ sub: "canary/1", token: "t0ken", expiresAt: cutoff, relyingParty: "demo app", refreshToken: "r" })
    expect(await authority.mintCanary("refresh", "canary/1")).toMatchObject({
      ...canary,
      kind: "refresh",
      expiresAt: cutoff,
      mintedAt: expect.any(Date),
    })
    expect(bodyOf(provider.requests.at(-1))).toEqual({ kind: "refresh", sub: "canary/1" })
  })

  test.each([
    ["opaque", /^GET \/api\/events HTTP[\s\S]*authorization: Bearer t0ken\r\n/i],
    ["jwt", /^GET \/api\/events HTTP[\s\S]*authorization: Bearer t0ken\r\n/i],
    ["refresh", /^POST \/api\/token HTTP[\s\S]*\{"refresh_token":"t0ken"\}$/],
    ["offline", /^POST \/api\/token HTTP[\s\S]*\{"refresh_token":"t0ken"\}$/],
    ["session", /^POST \/api\/silent-sign-in HTTP[\s\S]*\{"session":"t0ken"\}$/],
  ] as const)("of kind %s are held against the app", async (kind, asked) => {
    for (const [status, verdict] of [
      [200, "alive"],
      [401, "dead"],
      [404, "error"],
      [500, "error"],
    ] as const) {
      app.answer = (socket) => void socket.write(rawAnswer(status, "{}", json))
      expect(await authority.probe({ ...canary, kind })).toMatchObject({ verdict })
      expect(app.requests.at(-1)?.text).toMatch(asked)
    }
  })
})

test("a token is alive where the app says that its tab is switched off, for it looks at the token first", async () => {
  const canary = { kind: "jwt", relyingParty: "demo app", token: "t0ken", sub: "canary/1" } as const
  app.answer = (socket) => void socket.write(rawAnswer(404, '{"error":"switched_off"}', json))
  expect(await authority.probe(canary)).toMatchObject({ verdict: "alive" })
  app.answer = (socket) => void socket.write(rawAnswer(404, "Not found"))
  expect(await authority.probe(canary)).toMatchObject({ verdict: "error" })
})

test("what must be refused is tried with no secret and with a wrong one", async () => {
  provider.answer = (socket) => void socket.write(rawAnswer(401))
  for (const how of ["no_secret", "wrong_secret"] as const) {
    expect(await authority.misuses?.[how]?.("canary/1")).toEqual({ isRefused: true, reason: "401" })
    expect(provider.requests.at(-1)?.text).toMatch(/^POST \/global-token-revocation /)
    expect(provider.requests.at(-1)?.text).not.toContain("the admin secret")
  }
  provider.answer = (socket) => void socket.write(rawAnswer(204))
  expect(await authority.misuses?.no_secret?.("canary/1")).toMatchObject({ isRefused: false })
})
