import { afterAll, beforeEach, describe, expect, test } from "vitest"
import type { KeycloakSettings } from "../../core/authority-settings.ts"
import type { SubjectPage, SubjectQuery } from "../../core/session-authority.ts"
import { type KeycloakScript, scriptedKeycloak, unsignedToken } from "../../testing/scripted-keycloak.ts"
import { openKeptHttpClient } from "./kept-http-client.ts"
import { openKeycloak } from "./keycloak.ts"

const keycloak = await scriptedKeycloak("cameras")
const client = openKeptHttpClient({ outgoingHosts: ["127.0.0.1"] })
afterAll(() => client.close())
const open = (settings: Partial<KeycloakSettings> = {}) =>
  openKeycloak(
    {
      baseUrl: `${keycloak.url}/`,
      realm: "cameras",
      clientId: "tocsin",
      subjectsBy: "id",
      canaryClientId: "tocsin",
      countsLogins: true,
      limits: { perSecond: 50, burst: 10 },
      ...settings,
    },
    { clientSecret: "the secret of the client", canaryClientSecret: null },
    client,
  )

const cutoff = new Date("2026-01-05T10:00:00.000Z")
const cutoffS = cutoff.getTime() / 1000
const what = { cutoff, idempotencyKey: "run/7/3", reason: "INC-7" }
const revoke = async (over = new AbortController().signal, settings: Partial<KeycloakSettings> = {}) =>
  (await open(settings).revoke(["a"], what, over)).get("a")
const noUser = { status: 404, body: { error: "User not found" } }
const done = { status: 204 }
const says = (body: unknown) => ({ status: 200, body })
const offlineGrant = (...clients: string[]) =>
  says([{ clientId: "x", additionalGrants: clients.map((one) => ({ client: one, key: "Offline Token" })) }])
const sessionOf = (id: string, more: object = {}) => ({
  id,
  userId: "a",
  username: "name of a",
  start: 1_000,
  lastAccess: 2_000,
  clients: { c1: "app" },
  ...more,
})

beforeEach(() => {
  keycloak.scripts = {
    "GET /users/a/consents": says([]),
    "POST /users/a/logout": done,
  }
  keycloak.requests = []
  keycloak.tokensGiven = 0
  keycloak.nowS = () => Math.floor(Date.now() / 1000)
})

describe("a logout", () => {
  test.each<[string, KeycloakScript, object]>([
    ["204", done, { state: "accepted", reason: "204" }],
    ["404 of the user", noUser, { state: "rejected" }],
    [
      "404 of the realm",
      { status: 404, body: { error: "Realm not found." } },
      { state: "deferred", isPushback: true },
    ],
    [
      "404 with a page",
      { status: 404, headers: { "content-type": "text/html" }, body: "<html>" },
      { state: "deferred", isPushback: true },
    ],
    [
      "429",
      { status: 429, headers: { "retry-after": "7" } },
      { state: "deferred", isPushback: true, againInS: 7 },
    ],
    [
      "503",
      { status: 503, headers: { "retry-after": "3" } },
      { state: "deferred", isPushback: true, againInS: 3 },
    ],
    ["500", { status: 500, body: { error: "unknown_error" } }, { state: "unknown" }],
    ["502", { status: 502 }, { state: "unknown" }],
    ["504", { status: 504 }, { state: "unknown" }],
    ["302", { status: 302, headers: { location: "/login" } }, { state: "deferred", isPushback: true }],
    ["403", { status: 403 }, { state: "deferred", isPushback: true }],
    [
      "a page",
      { status: 200, headers: { "content-type": "text/html" }, body: "<html>" },
      { state: "unknown" },
    ],
    ["a broken connection", "breaks", { state: "unknown" }],
  ])("answered with %s", async (_, script, outcome) => {
    keycloak.scripts["POST /users/a/logout"] = script
    expect(await revoke()).toMatchObject(outcome)
    expect(keycloak.requests.filter((one) => one.startsWith("POST"))).toHaveLength(1)
  })

  test("that was cut off may have ended the sessions, and one that was not begun has not", async () => {
    const over = new AbortController()
    keycloak.scripts["POST /users/a/logout"] = () => {
      over.abort()
      return { status: 204 }
    }
    keycloak.scripts["GET /users/a/consents"] = says([])
    expect(await revoke(over.signal)).toMatchObject({ state: "unknown" })
    expect(await revoke(over.signal)).toMatchObject({ state: "deferred" })
  })

  test("that is refused for its token goes again once, with a new one", async () => {
    const seen = new Set<string>()
    keycloak.scripts["POST /users/a/logout"] = (_, authorization) => {
      seen.add(authorization)
      return { status: seen.size === 1 ? 401 : 204 }
    }
    expect(await revoke()).toMatchObject({ state: "accepted" })
    expect([seen.size, keycloak.tokensGiven]).toEqual([2, 2])
    keycloak.scripts["POST /users/a/logout"] = { status: 401 }
    expect(await revoke()).toMatchObject({ state: "deferred", isPushback: true })
    expect(keycloak.requests.filter((one) => one.startsWith("POST"))).toHaveLength(4)
  })

  test.each<[string, KeycloakScript, RegExp]>([
    ["a wrong secret", { status: 401, body: { error: "unauthorized_client" } }, /refuses the id or secret/],
    ["a token that is no JWT", says({ access_token: "x", expires_in: 60 }), /no JWT/],
    ["a page", { status: 200, headers: { "content-type": "text/html" }, body: "<html>" }, /no JSON/],
    ["a broken connection", "breaks", /broken|closed/],
  ])("for which there is no token has not left: %s", async (_, script, reason) => {
    keycloak.tokenScript = script
    expect(await revoke()).toMatchObject({
      state: "deferred",
      isPushback: true,
      reason: expect.stringMatching(reason),
    })
    expect(keycloak.requests).toEqual([])
  })

  test("many at once share one token", async () => {
    const authority = open()
    const over = new AbortController().signal
    await Promise.all(Array.from({ length: 9 }, () => authority.revoke(["a"], what, over)))
    expect(keycloak.tokensGiven).toBe(1)
    expect(keycloak.requests.filter((one) => one.startsWith("POST"))).toHaveLength(9)
  })

  test("is not begun where nobody can tell what somebody has", async () => {
    keycloak.scripts["GET /users/a/consents"] = { status: 500 }
    expect(await revoke()).toMatchObject({ state: "deferred", isPushback: true })
    keycloak.scripts["GET /users/a/consents"] = { status: 429, headers: { "retry-after": "9" } }
    expect(await revoke()).toMatchObject({ state: "deferred", againInS: 9 })
    keycloak.scripts["GET /users/a/consents"] = { status: 200, body: '[{"half' }
    expect(await revoke()).toMatchObject({ state: "deferred" })
    keycloak.scripts["GET /users/a/consents"] = noUser
    expect(await revoke()).toMatchObject({ state: "rejected" })
    expect(keycloak.requests.filter((one) => one.startsWith("POST"))).toEqual([])
  })

  test("comes after every offline session, each of which is ended once", async () => {
    keycloak.scripts["GET /users/a/consents"] = offlineGrant("c1", "c2")
    keycloak.scripts["GET /users/a/offline-sessions/c1"] = says([sessionOf("s1"), sessionOf("s2")])
    keycloak.scripts["GET /users/a/offline-sessions/c2"] = says([sessionOf("s2")])
    keycloak.scripts["DELETE /sessions/s1"] = done
    keycloak.scripts["DELETE /sessions/s2"] = { status: 404, body: { error: "Sesssion not found" } }
    expect(await revoke()).toMatchObject({ state: "accepted" })
    expect(keycloak.requests.slice(3)).toEqual([
      "DELETE /sessions/s1?isOffline=true",
      "DELETE /sessions/s2?isOffline=true",
      "POST /users/a/logout",
    ])
  })

  test("is not hidden to have left an offline session behind", async () => {
    keycloak.scripts["GET /users/a/consents"] = offlineGrant("c1")
    keycloak.scripts["GET /users/a/offline-sessions/c1"] = says([sessionOf("s1")])
    keycloak.scripts["DELETE /sessions/s1"] = { status: 500 }
    expect(await revoke()).toMatchObject({
      state: "unknown",
      reason: expect.stringMatching(/1 offline session/),
    })
    expect(keycloak.requests.at(-1)).toBe("POST /users/a/logout")
    keycloak.scripts["DELETE /sessions/s1"] = { status: 503, headers: { "retry-after": "2" } }
    expect(await revoke()).toMatchObject({ state: "deferred", againInS: 2 })
    expect(keycloak.requests.at(-1)).toBe("DELETE /sessions/s1?isOffline=true")
  })

  test("of somebody by name asks first which user that is", async () => {
    keycloak.scripts["GET /users?username=a&exact=true&max=2"] = says([{ id: "id-of-a", username: "a" }])
    keycloak.scripts["GET /users/id-of-a/consents"] = says([])
    keycloak.scripts["POST /users/id-of-a/logout"] = done
    expect(await revoke(undefined, { subjectsBy: "username" })).toMatchObject({ state: "accepted" })
    keycloak.scripts["GET /users?username=a&exact=true&max=2"] = says([])
    expect(await revoke(undefined, { subjectsBy: "username" })).toMatchObject({ state: "rejected" })
  })
})

test("who is inspected has sessions and offline sessions, with when they began", async () => {
  keycloak.scripts["GET /users/a/sessions"] = says([sessionOf("s0", { start: 5_000 })])
  keycloak.scripts["GET /users/a/consents"] = offlineGrant("c1")
  keycloak.scripts["GET /users/a/offline-sessions/c1"] = says([sessionOf("s1")])
  expect(await open().inspect?.("a")).toEqual({
    isKnown: true,
    lastAuthenticatedAt: new Date(5_000),
    sessions: [
      { kind: "session", startedAt: new Date(5_000), lastUsedAt: new Date(2_000), expiresAt: null },
      { kind: "offline", startedAt: new Date(1_000), lastUsedAt: new Date(2_000), expiresAt: null },
    ],
  })
  keycloak.scripts["GET /users/b/sessions"] = noUser
  expect(await open().inspect?.("b")).toMatchObject({ isKnown: false, sessions: [] })
  keycloak.scripts["GET /users/b/sessions"] = { status: 404, body: { error: "Realm not found." } }
  const trouble = await open()
    .inspect?.("b")
    .catch((error: Error) => error)
  expect(trouble).toMatchObject({ code: "unavailable", message: expect.not.stringContaining("/b/") })
})

describe("a list of those with sessions", () => {
  const stats = says([
    { id: "c2", active: "1", offline: "0" },
    { id: "c1", active: "5001", offline: "1" },
  ])
  const many = Array.from({ length: 5_000 }, (_, nth) =>
    sessionOf(`s${String(nth).padStart(4, "0")}`, { userId: `u${nth}` }),
  )
  const pages = async (query: SubjectQuery = {}) => {
    const subjects: [string, number][] = []
    let cursor: string | null = null
    do {
      const page: SubjectPage | undefined = await open().select?.(query, cursor)
      for (const { sub, sessions } of page?.subjects ?? []) subjects.push([sub, sessions])
      cursor = page?.next ?? null
    } while (cursor !== null)
    return subjects
  }

  test("holds everybody once for each page, and nobody twice because pages overlap", async () => {
    keycloak.scripts["GET /client-session-stats"] = stats
    keycloak.scripts["GET /clients/c1/user-sessions?first=0&max=5000"] = says(many)
    const later = sessionOf("s5000", { userId: "u7" })
    keycloak.scripts["GET /clients/c1/user-sessions?first=4900&max=5000"] = says([
      ...many.slice(4_900),
      later,
    ])
    keycloak.scripts["GET /clients/c1/offline-sessions"] = says([sessionOf("o1", { userId: "u1" })])
    const both = { clients: { c1: "app", c2: "two" }, userId: "u3" }
    keycloak.scripts["GET /clients/c2/user-sessions"] = says([sessionOf("s0003", both)])
    const found = await pages()
    expect(found).toHaveLength(5_003)
    expect(found.slice(5_000)).toEqual([
      ["u7", 1],
      ["u1", 1],
      ["u3", 0],
    ])
  })

  test("misses nobody where the last one of a page has ended meanwhile", async () => {
    keycloak.scripts["GET /client-session-stats"] = says([{ id: "c1", active: 1, offline: 0 }])
    keycloak.scripts["GET /clients/c1/user-sessions?first=0&max=5000"] = says(many)
    const moved = [...many.slice(4_901, 4_999), sessionOf("s5000", { userId: "new" })]
    keycloak.scripts["GET /clients/c1/user-sessions?first=4900&max=5000"] = says(moved)
    expect((await pages()).at(-1)).toEqual(["new", 1])
  })

  test("leaves out devices, canaries and who was not there, and keeps who came back since", async () => {
    keycloak.scripts["GET /client-session-stats"] = says([{ id: "c1", active: 1, offline: 0 }])
    keycloak.scripts["GET /clients/c1/user-sessions"] = says([
      sessionOf("s1", { userId: "device", username: "service-account-camera" }),
      sessionOf("s2", { userId: "canary", username: "tocsin-canary-1" }),
      sessionOf("s3", { userId: "before", start: 1_000, lastAccess: 4_999 }),
      sessionOf("s4", { userId: "after", start: 9_000, lastAccess: 9_500 }),
      sessionOf("s5", { userId: "there", start: 1_000, lastAccess: 12_000 }),
    ])
    expect(await pages({ usedFrom: new Date(5_000), usedTo: new Date(9_000) })).toEqual([["there", 1]])
    expect(await pages({ startedBefore: new Date(1_001) })).toEqual([
      ["before", 1],
      ["there", 1],
    ])
  })

  test.each<[string, KeycloakScript | null, KeycloakScript, string]>([
    ["its secret is refused", { status: 401, body: {} }, stats, "precondition"],
    ["its account may not look", null, { status: 403 }, "precondition"],
    ["the answer has another shape", null, says({ total: 3 }), "precondition"],
    ["it gives no token just now", { status: 503 }, stats, "unavailable"],
    ["Keycloak fails", null, { status: 500 }, "unavailable"],
  ])("is not waited for where no waiting helps: %s", async (_, tokenScript, script, code) => {
    keycloak.tokenScript = tokenScript
    keycloak.scripts["GET /client-session-stats"] = script
    await expect(open().select?.({}, null)).rejects.toMatchObject({ code })
  })

  test("is not given from half a page", async () => {
    keycloak.scripts["GET /client-session-stats"] = stats
    keycloak.scripts["GET /clients/c1/user-sessions"] = {
      status: 200,
      headers: { "content-type": "application/json" },
      body: '[{"id":"s1","userId":"a"',
    }
    await expect(pages()).rejects.toMatchObject({ code: "unavailable" })
    await expect(open().select?.({}, "nonsense")).rejects.toMatchObject({ code: "invalid" })
  })
})

test("the window of JWTs is the longest that the realm or an app of it gives", async () => {
  const realm = {
    accessTokenLifespan: 300,
    accessTokenLifespanForImplicitFlow: 900,
    ssoSessionMaxLifespan: 36_000,
    ssoSessionMaxLifespanRememberMe: 0,
  }
  const window = async (...clients: object[]) => {
    keycloak.scripts["GET "] = says(realm)
    keycloak.scripts["GET /clients"] = says(clients)
    return (await open().capabilities()).find(({ kind }) => kind === "jwt")
  }
  const lives = (lifespan: string, more: object = {}) => ({
    attributes: { "access.token.lifespan": lifespan },
    ...more,
  })
  expect(await window({})).toEqual({ kind: "jwt", effect: "until_expiry", windowS: 300 })
  expect(await window({}, lives("600"), lives("7200", { enabled: false }))).toMatchObject({ windowS: 600 })
  expect(await window(lives("7200", { protocol: "saml" }), { implicitFlowEnabled: true })).toMatchObject({
    windowS: 900,
  })
  expect(await window(lives("-1"))).toMatchObject({ windowS: 36_000 })
})

describe("a cut-off for everybody", () => {
  let notBefore = 0
  beforeEach(() => {
    notBefore = 0
    keycloak.nowS = () => cutoffS + 2
    keycloak.scripts["GET "] = () => says({ notBefore })
    keycloak.scripts["PUT "] = (body) => {
      notBefore = JSON.parse(body).notBefore
      keycloak.nowS = () => notBefore
      return done
    }
    keycloak.scripts["POST /push-revocation"] = says({})
  })
  const raise = (to = cutoff) => open().setEpoch?.({ scope: "global" }, to)

  test("ends what an old login was refreshed to since, and then stands", async () => {
    expect(await raise()).toEqual(new Date((cutoffS + 3) * 1000))
    expect(await open().getEpoch?.({ scope: "global" })).toEqual(new Date((cutoffS + 3) * 1000))
  })

  test("is set once, and never moves back", async () => {
    notBefore = cutoffS
    expect(await raise()).toEqual(cutoff)
    notBefore = cutoffS + 500
    expect(await raise()).toEqual(new Date((cutoffS + 500) * 1000))
    expect(keycloak.requests).not.toContain("PUT ")
  })

  test("is not relied upon where Keycloak does not keep it", async () => {
    keycloak.scripts["PUT "] = (body) => {
      keycloak.nowS = () => JSON.parse(body).notBefore
      return done
    }
    await expect(raise()).rejects.toMatchObject({ code: "unavailable" })
    keycloak.scripts["PUT "] = { status: 403 }
    await expect(raise()).rejects.toThrow(/403/)
  })

  test("that lies ahead would keep everybody out, and is refused", async () => {
    await expect(raise(new Date((cutoffS + 60) * 1000))).rejects.toMatchObject({ code: "precondition" })
    expect(keycloak.requests).toEqual([])
  })

  test("tells of the apps that did not take it", async () => {
    keycloak.scripts["POST /push-revocation"] = says({ successRequests: ["x"], failedRequests: ["y", "z"] })
    await expect(raise()).rejects.toThrow(/2 apps/)
  })

  test("is not to be had for some, or for one", async () => {
    expect(open().epochScopes).toEqual(["global"])
    await expect(open().setEpoch?.({ scope: "cohort", modulus: 8, cohort: 1 }, cutoff)).rejects.toMatchObject(
      {
        code: "precondition",
      },
    )
    await expect(open().setEpoch?.({ scope: "subject", sub: "a" }, cutoff)).rejects.toMatchObject({
      code: "precondition",
    })
    keycloak.scripts["GET /users/a"] = says({ id: "a", username: "a", notBefore: cutoffS })
    expect(await open().getEpoch?.({ scope: "subject", sub: "a" })).toEqual(cutoff)
  })
})

describe("a new password", () => {
  let asked: string | null = null
  beforeEach(() => {
    asked = null
    keycloak.scripts["GET /users/a"] = says({ id: "a", username: "a", requiredActions: ["VERIFY_EMAIL"] })
    keycloak.scripts["GET /users/a/credentials"] = says([
      { type: "password", createdDate: cutoffS * 1000 - 1 },
    ])
    keycloak.scripts["PUT /users/a"] = (body) => {
      asked = body
      return done
    }
  })
  const reset = () => open().requireReset?.("a", cutoff)

  test("is asked for beside what else is asked of somebody", async () => {
    expect(await reset()).toMatchObject({ state: "accepted" })
    expect(asked).toBe('{"requiredActions":["VERIFY_EMAIL","UPDATE_PASSWORD"]}')
  })

  test("is not asked for twice, nor of who has set one since the cut-off", async () => {
    keycloak.scripts["GET /users/a/credentials"] = says([{ type: "password", createdDate: cutoffS * 1000 }])
    expect(await reset()).toMatchObject({ state: "accepted" })
    keycloak.scripts["GET /users/a"] = says({ id: "a", username: "a", requiredActions: ["UPDATE_PASSWORD"] })
    expect(await reset()).toMatchObject({ state: "accepted" })
    expect(asked).toBeNull()
  })

  test("is asked for again where it failed, and of nobody where there is nobody", async () => {
    keycloak.scripts["PUT /users/a"] = { status: 500 }
    expect(await reset()).toMatchObject({ state: "deferred" })
    keycloak.scripts["GET /users/a"] = noUser
    expect(await reset()).toMatchObject({ state: "rejected" })
  })
})

describe("canaries", () => {
  const token = unsignedToken({ iat: cutoffS, exp: 4_102_444_800 })
  const probe = (
    kind: "refresh" | "opaque" | "session" | "jwt",
    settings: Partial<KeycloakSettings> = {},
    one = token,
  ) => open(settings).probe({ kind, token: one, relyingParty: "tocsin", sub: "c" })
  const tokenPath = "POST /protocol/openid-connect/token"
  const refused = { status: 400, body: { error: "invalid_grant" } }

  test("are not made of anybody's account", async () => {
    keycloak.scripts["GET /users/a"] = says({ id: "a", username: "an operator" })
    await expect(open().mintCanary("refresh", "a")).rejects.toMatchObject({ code: "forbidden" })
    await expect(open().mintCanary("session")).rejects.toMatchObject({ code: "precondition" })
    expect(open({ canaryClientId: undefined }).canaryKinds).toEqual([])
  })

  test("say what is missing where Keycloak would call every one of their tokens inactive", async () => {
    keycloak.scripts["GET /users/c"] = says({ id: "c", username: "tocsin-canary-1" })
    keycloak.scripts[tokenPath] = says({ access_token: token, refresh_token: token })
    keycloak.scripts[`${tokenPath}/introspect`] = says({ active: false })
    await expect(open().mintCanary("opaque", "c")).rejects.toThrow(/audience mapper/)
    expect(await open().mintCanary("jwt", "c")).toMatchObject({ sub: "c", token, mintedAt: cutoff })
  })

  test("that are alive are not used up by looking", async () => {
    keycloak.scripts[`${tokenPath}/introspect`] = says({ active: true })
    expect(await probe("refresh")).toMatchObject({ verdict: "alive" })
    expect(keycloak.requests).toEqual([`${tokenPath}/introspect`])
  })

  test("are dead only where Keycloak refuses them, and never because it refuses us or fails", async () => {
    keycloak.scripts[`${tokenPath}/introspect`] = says({ active: false })
    keycloak.scripts[tokenPath] = refused
    expect(await probe("refresh")).toMatchObject({ verdict: "dead" })
    keycloak.scripts[tokenPath] = { status: 401, body: { error: "unauthorized_client" } }
    expect(await probe("refresh")).toMatchObject({ verdict: "error" })
    keycloak.scripts[tokenPath] = says({ access_token: token, refresh_token: token })
    expect(await probe("refresh")).toMatchObject({ verdict: "alive" })
    keycloak.scripts["GET /protocol/openid-connect/userinfo"] = { status: 401 }
    expect(await probe("opaque")).toMatchObject({ verdict: "dead" })
    keycloak.scripts["GET /protocol/openid-connect/userinfo"] = { status: 403 }
    expect(await probe("opaque")).toMatchObject({ verdict: "error" })
    keycloak.scripts[`${tokenPath}/introspect`] = { status: 503 }
    expect(await probe("opaque")).toMatchObject({ verdict: "error" })
    keycloak.scripts[`${tokenPath}/introspect`] = "breaks"
    expect(await probe("refresh")).toMatchObject({ verdict: "error" })
  })

  test("that are JWTs die with their life where no app is named, and else by the app's word", async () => {
    expect(await probe("jwt")).toMatchObject({ verdict: "alive" })
    expect(await probe("jwt", {}, unsignedToken({ iat: 1, exp: 2 }))).toMatchObject({ verdict: "dead" })
    const probeUrl = `${keycloak.url}/realms/cameras/app`
    keycloak.scripts["GET /app"] = { status: 401 }
    expect(await probe("jwt", { probeUrl })).toMatchObject({ verdict: "dead" })
    keycloak.scripts["GET /app"] = { status: 503 }
    expect(await probe("jwt", { probeUrl })).toMatchObject({ verdict: "error" })
  })

  test("in a browser are alive where they are let in, and an answer that leads elsewhere says nothing", async () => {
    const canaryRedirectUrl = "http://127.0.0.1/canary"
    const leads = (location: string) => {
      keycloak.scripts["GET /protocol/openid-connect/auth"] = { status: 302, headers: { location } }
      return probe("session", { canaryRedirectUrl })
    }
    expect(await leads(`${canaryRedirectUrl}?code=1`)).toMatchObject({ verdict: "alive" })
    expect(await leads(`${canaryRedirectUrl}?error=login_required`)).toMatchObject({ verdict: "dead" })
    expect(await leads(`${canaryRedirectUrl}?error=temporarily_unavailable`)).toMatchObject({
      verdict: "error",
    })
    expect(await leads("http://127.0.0.1/elsewhere?code=1")).toMatchObject({ verdict: "error" })
  })
})

test("logins are counted with what people did wrong apart from what Keycloak did", async () => {
  const event = (type: string, error?: string) => ({ time: 1, type, error })
  keycloak.scripts["GET /events"] = says([
    event("LOGIN"),
    event("LOGIN_ERROR", "invalid_user_credentials"),
    event("LOGIN_ERROR", "internal_server_error"),
  ])
  expect(await open().health?.()).toEqual({ windowS: 30, logins: 1, failedLogins: 1, errors: 1 })
  expect(open({ countsLogins: false }).health).toBeUndefined()
})
