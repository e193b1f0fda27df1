import pg from "pg"
import { afterAll, expect, test } from "vitest"
import { tokenKinds } from "../../core/session-authority.ts"
import { ownProvider } from "../../testing/idp.ts"
import { exchange, IdpBrowser } from "../../testing/idp-browser.ts"
import { mint, probe } from "../../testing/idp-tokens.ts"
import { seedAccounts } from "./seed-accounts.ts"

const own = await ownProvider()
const slow = await ownProvider({ limits: { perSecond: 0.01, burst: 2 } })
const database = new pg.Pool({ connectionString: own.databaseUrl })
afterAll(() => database.end())
const BEFORE = new Date("2024-02-16T12:00:00Z")

async function seed(...ids: string[]): Promise<void> {
  await seedAccounts(
    database,
    ids.map((id) => ({ id, lastUsedAt: BEFORE })),
  )
}

async function revoke(subjects: string[], cutoff: Date = new Date()) {
  const answer = await own.admin("POST", "/admin/revocations", {
    subjects,
    cutoff: cutoff.toISOString(),
    key: "run-1",
    reason: "a test",
  })
  expect(answer.status).toBe(200)
  const { outcomes } = (await answer.json()) as {
    outcomes: Record<string, { outcome: string; sessions: number; tokens: number }>
  }
  return outcomes
}

const inspected = async (sub: string) => {
  const answer = await own.admin("GET", `/admin/subjects/${encodeURIComponent(sub)}`)
  return (await answer.json()) as { sessions: { kind: string }[]; lastAuthenticatedAt: string | null }
}
const globalRevocation = (sub: string, iss = own.issuer) =>
  own.admin("POST", "/global-token-revocation", { sub_id: { format: "iss_sub", iss, sub } })

test.each(tokenKinds)(
  "a token of kind %s is alive before, dead after, and a younger one is taken",
  async (kind) => {
    const canary = await mint(own, kind)
    await expect.poll(() => probe(own, canary)).toBe(200)
    await revoke([canary.sub])
    await expect.poll(() => probe(own, canary)).toBe(401)
    const fresh = await mint(own, kind, canary.sub)
    expect(await probe(own, fresh)).toBe(200)
    expect(await probe(own, canary)).toBe(401)
  },
)

test("what the provider itself is asked about is dead at once: refresh, introspection, userinfo, code", async () => {
  await seed("eva")
  const browser = new IdpBrowser(own)
  const tokens = await browser.signIn("app-opaque", "eva")
  const { address, verifier } = browser.request("app-opaque")
  const response = await browser.follow(await browser.ask(address))
  const code = new URL(response.headers.get("location") ?? "none:").searchParams.get("code") ?? ""
  expect(code).not.toBe("")
  await revoke(["eva"])
  const answers = await Promise.all([
    exchange(own, "app-opaque", { grant_type: "refresh_token", refresh_token: tokens.refresh_token }),
    exchange(own, "app-opaque", {
      grant_type: "authorization_code",
      code,
      code_verifier: verifier,
      redirect_uri: `${own.relyingPartyUrl}/callback`,
    }),
    fetch(`${own.issuer}/me`, { headers: { authorization: `Bearer ${tokens.access_token}` } }),
  ])
  expect(answers.map(({ status }) => status)).toEqual([400, 400, 401])
  const told = await exchange(own, "app-opaque", { token: tokens.access_token }, "/token/introspection")
  expect(await told.json()).toEqual({ active: false })
  const again = await browser.follow(await browser.ask(browser.request("app-opaque").address))
  expect(await again.text()).toContain("Sign in")
})

test("the same again, after its person came back, ends nothing", async () => {
  await seed("fritz")
  const cutoff = new Date()
  expect(await revoke(["fritz"], cutoff)).toEqual({ fritz: { outcome: "revoked", sessions: 1, tokens: 1 } })
  const tokens = await new IdpBrowser(own).signIn("app-opaque", "fritz")
  expect(await revoke(["fritz"], cutoff)).toEqual({ fritz: { outcome: "nothing", sessions: 0, tokens: 0 } })
  const told = await exchange(own, "app-opaque", { token: tokens.access_token }, "/token/introspection")
  expect(await told.json()).toMatchObject({ active: true, sub: "fritz" })
})

test("a token that was refreshed after the cut-off belongs to the session before it", async () => {
  await seed("gerd")
  const tokens = await new IdpBrowser(own).signIn("app-jwt", "gerd")
  const cutoff = new Date()
  const refresh = { grant_type: "refresh_token", refresh_token: tokens.refresh_token }
  const refreshed = (await (await exchange(own, "app-jwt", refresh)).json()) as { access_token: string }
  const canary = { kind: "jwt", token: refreshed.access_token } as const
  await expect.poll(() => probe(own, canary)).toBe(200)
  await revoke(["gerd"], cutoff)
  expect((await exchange(own, "app-jwt", refresh)).status).toBe(400)
  await expect.poll(() => probe(own, canary)).toBe(401)
})

test("what a request writes that was under way during the revocation counts for nothing", async () => {
  await seed("hanna")
  await new IdpBrowser(own).signIn("app-opaque", "hanna")
  const { rows } = await database.query("SELECT * FROM record WHERE account_id = 'hanna'")
  await revoke(["hanna"])
  for (const row of rows)
    await database.query(
      `INSERT INTO record SELECT * FROM jsonb_populate_record(NULL::public.record, $1::jsonb)`,
      [JSON.stringify(row)],
    )
  expect((await inspected("hanna")).sessions).toEqual([])
  const tokens = rows.filter(({ kind }) => kind === "AccessToken" || kind === "RefreshToken")
  expect(tokens.length).toBeGreaterThan(1)
  for (const { id } of tokens) {
    const told = await exchange(own, "app-opaque", { token: id }, "/token/introspection")
    expect(await told.json()).toEqual({ active: false })
  }
})

test("an older cut-off ends what is older and no more, and takes no later one back", async () => {
  await seedAccounts(database, [
    { id: "ida", lastUsedAt: new Date("2024-02-16T12:00:00Z"), startedAt: new Date("2024-02-16T10:00:00Z") },
    {
      id: "ida",
      lastUsedAt: new Date("2024-02-16T12:00:00Z"),
      startedAt: new Date("2024-02-16T11:00:00.001Z"),
    },
  ])
  expect(await revoke(["ida"], new Date("2024-02-16T09:59:59.999Z"))).toMatchObject({
    ida: { outcome: "nothing" },
  })
  expect(await revoke(["ida"], new Date("2024-02-16T11:00:00Z"))).toMatchObject({
    ida: { sessions: 1, tokens: 1 },
  })
  expect(await revoke(["ida"], new Date("2024-02-16T10:00:00Z"))).toMatchObject({
    ida: { outcome: "nothing" },
  })
  expect((await inspected("ida")).sessions.map(({ kind }) => kind)).toEqual(["refresh", "session"])
  expect(await revoke(["ida"], new Date("2024-02-16T11:00:00.001Z"))).toMatchObject({
    ida: { sessions: 1, tokens: 1 },
  })
})

test("five hundred at once, with some that never were", async () => {
  const ids = Array.from({ length: 499 }, (_, nth) => `many-${nth}`)
  await seed(...ids)
  const outcomes = await revoke([...ids, "never was"])
  expect(Object.values(outcomes).filter(({ outcome }) => outcome === "revoked").length).toBe(499)
  expect(outcomes["never was"]).toEqual({ outcome: "unknown_subject", sessions: 0, tokens: 0 })
})

test("many who revoke overlapping people at once neither hang nor end anything twice", async () => {
  const ids = Array.from({ length: 200 }, (_, nth) => `both-${nth}`)
  await seed(...ids)
  const all = await Promise.all([revoke(ids), revoke([...ids].reverse()), revoke(ids.slice(50, 150))])
  const ended = ids.map((id) => all.filter((outcomes) => outcomes[id]?.outcome === "revoked").length)
  expect(ended).toEqual(ids.map(() => 1))
})

test("the revocation of the draft answers 204, 404, 400 and 401", async () => {
  await seed("judith")
  expect((await globalRevocation("judith")).status).toBe(204)
  expect((await inspected("judith")).sessions).toEqual([])
  expect((await globalRevocation("judith")).status).toBe(204)
  const unknown = await globalRevocation("nobody")
  expect(unknown.status).toBe(404)
  expect(await unknown.json()).toEqual({ error: "subject_not_found" })
  expect((await globalRevocation("judith", "https://other.example")).status).toBe(404)
  const malformed = [{}, { sub_id: { format: "email", email: "a@example.org" } }, "no JSON", []]
  for (const body of malformed)
    expect((await own.admin("POST", "/global-token-revocation", body)).status).toBe(400)
  const body = { sub_id: { format: "iss_sub", iss: own.issuer, sub: "judith" } }
  for (const secret of ["", "wrong", own.secrets.epochs, own.secrets.clients["app-opaque"]])
    expect((await own.admin("POST", "/global-token-revocation", body, secret)).status).toBe(401)
})

test("the door refuses what it cannot take, in words", async () => {
  const refused = [
    { subjects: [], cutoff: BEFORE.toISOString(), key: "k", reason: "r" },
    { subjects: Array(501).fill("a"), cutoff: BEFORE.toISOString(), key: "k", reason: "r" },
    { subjects: ["a"], cutoff: "yesterday", key: "k", reason: "r" },
    { subjects: ["a"], cutoff: BEFORE.toISOString(), reason: "r" },
    { subjects: ["a\0"], cutoff: BEFORE.toISOString(), key: "k", reason: "r" },
    { subjects: ["a"], cutoff: BEFORE.toISOString(), key: "k", reason: "r", force: true },
  ]
  for (const body of refused) expect((await own.admin("POST", "/admin/revocations", body)).status).toBe(400)
  const told = await own.admin("POST", "/admin/revocations", refused[2])
  expect(await told.json()).toEqual({
    error: "invalid_request",
    error_description: "cutoff: is no instant like 2024-02-16T12:00:00Z",
  })
  expect((await own.admin("POST", "/admin/revocations", "x".repeat(2_000_000))).status).toBe(413)
  expect((await own.admin("GET", "/admin/nothing")).status).toBe(404)
  expect((await own.admin("GET", "/admin/subjects/nobody")).status).toBe(404)
  expect(
    (await own.admin("POST", "/admin/password-resets", { sub: "nobody", cutoff: new Date().toISOString() }))
      .status,
  ).toBe(404)
  for (const path of ["/admin/subjects/%00", "/admin/subjects/%E0%A4%A", "/admin/subjects?limit=5001"])
    expect((await own.admin("GET", path)).status).toBe(400)
  expect((await own.admin("POST", "/admin/canaries", { kind: "jwt", sub: "judith" })).status).toBe(404)
})

test("a subject is told with what it has", async () => {
  await seed("karl")
  const tokens = await new IdpBrowser(own).signIn("app-jwt", "karl")
  const { sessions, lastAuthenticatedAt } = await inspected("karl")
  expect(sessions.map(({ kind }) => kind).sort()).toEqual(["jwt", "refresh", "refresh", "session", "session"])
  expect(Date.parse(lastAuthenticatedAt ?? "")).toBeGreaterThan(Date.now() - 60_000)
  expect(JSON.stringify(sessions)).not.toContain(tokens.refresh_token)
})

test("who asks more often than the door takes is told when to come back, and nothing is ended meanwhile", async () => {
  const body = { sub_id: { format: "iss_sub", iss: slow.issuer, sub: "nobody" } }
  const answers = await Promise.all([1, 2, 3].map(() => slow.admin("POST", "/global-token-revocation", body)))
  expect(answers.map(({ status }) => status).sort()).toEqual([404, 404, 429])
  const refused = answers.find(({ status }) => status === 429)
  expect(Number(refused?.headers.get("retry-after"))).toBeGreaterThan(90)
  expect(await (await slow.admin("GET", "/admin/limits")).json()).toEqual({
    perSecond: 0.01,
    burst: 2,
    bulkMax: 500,
  })
})
