import { randomUUID } from "node:crypto"
import pg from "pg"
import { Webhook } from "standardwebhooks"
import { afterAll, afterEach, expect, test } from "vitest"
import { ownProvider } from "../../testing/idp.ts"
import { IdpBrowser } from "../../testing/idp-browser.ts"
import { mint, probe } from "../../testing/idp-tokens.ts"
import { seedAccounts } from "../idp/seed-accounts.ts"

const own = await ownProvider()
const database = new pg.Pool({ connectionString: own.databaseUrl })
afterAll(() => database.end())
await seedAccounts(database, [{ id: "anna", lastUsedAt: new Date("2024-02-16T12:00:00Z") }])
const at = (path: string) => `${own.relyingPartyUrl}${path}`

afterEach(async () => {
  own.faults.length = 0
  await flip("events-tab", true)
  await flip("extra-verification", false)
  await flip("bypass-cache", false)
})

interface Sent {
  id?: string
  secret?: string
  timestamp?: Date
}

async function flip(
  name: string,
  on: boolean,
  { id = randomUUID(), secret, timestamp = new Date() }: Sent = {},
) {
  const body = JSON.stringify({
    type: "switch.flip",
    timestamp: timestamp.toISOString(),
    data: { switch: name, on, flip: randomUUID() },
  })
  const now = new Date()
  return await fetch(at("/switches"), {
    method: "POST",
    body,
    headers: {
      "webhook-id": id,
      "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
      "webhook-signature": new Webhook(secret ?? own.secrets.switches).sign(id, now, body),
    },
  })
}

const standing = async (name: string) => (await fetch(at(`/switches/${name}`))).json()
const api = (token: string, path = "/api/events", headers: Record<string, string> = {}) =>
  fetch(at(path), { headers: { authorization: `Bearer ${token}`, ...headers } })

test("a signed switch takes effect in what the app answers, and the evaluation tells so", async () => {
  const { token } = await mint(own, "opaque")
  expect((await api(token)).status).toBe(200)
  expect((await flip("events-tab", false)).status).toBe(204)
  const answer = await api(token)
  expect([answer.status, await answer.json()]).toEqual([404, { error: "switched_off" }])
  expect(await standing("events-tab")).toEqual({
    switch: "events-tab",
    on: false,
    changedAt: expect.any(String),
  })
  expect(await (await fetch(at("/"))).text()).toContain("This tab is switched off for now")
  expect((await api("no token")).status).toBe(401)
})

test("extra verification stands before videos alone", async () => {
  const { token } = await mint(own, "opaque")
  expect((await api(token, "/api/events/1/video")).status).toBe(200)
  await flip("extra-verification", true)
  const refused = await api(token, "/api/events/1/video")
  expect([refused.status, await refused.json()]).toEqual([403, { error: "verification_required" }])
  expect((await api(token, "/api/events/1/video", { "x-verification": "1" })).status).toBe(200)
  expect((await api(token)).status).toBe(200)
})

test("with the cache bypassed, answers say so", async () => {
  const { token } = await mint(own, "opaque")
  expect((await api(token)).headers.get("cache")).toBe(null)
  await flip("bypass-cache", true)
  const answer = await api(token)
  expect(answer.headers.get("cache")).toBe("bypassed")
  expect(await answer.json()).toMatchObject({ cache: "bypassed" })
})

test("who does not sign, signs otherwise, sends again or sends late flips nothing", async () => {
  const unsigned = await fetch(at("/switches"), { method: "POST", body: "{}" })
  expect(unsigned.status).toBe(401)
  expect((await flip("events-tab", false, { secret: `whsec_${"A".repeat(43)}=` })).status).toBe(401)
  const id = randomUUID()
  expect((await flip("extra-verification", true, { id })).status).toBe(204)
  const replayed = await flip("extra-verification", false, { id })
  expect([replayed.status, await replayed.json()]).toEqual([409, { error: "replayed" }])
  const late = await flip("extra-verification", false, { timestamp: new Date(Date.now() - 60_000) })
  expect([late.status, await late.json()]).toEqual([409, { error: "outdated" }])
  expect(await standing("extra-verification")).toMatchObject({ on: true })
  expect(await standing("events-tab")).toMatchObject({ on: true })
  expect((await flip("no-such-switch", true)).status).toBe(404)
  expect((await fetch(at("/switches/no-such-switch"))).status).toBe(404)
})

test("switches, and what was heard, outlive the app's process", async () => {
  const id = randomUUID()
  await flip("events-tab", false, { id })
  await own.relyingParty.stop()
  await own.relyingParty.start()
  expect(await standing("events-tab")).toMatchObject({ on: false })
  expect((await flip("events-tab", true, { id })).status).toBe(409)
})

test("while the provider is away nobody is told that a token is dead", async () => {
  const canaries = await Promise.all(
    (["opaque", "refresh", "offline", "session", "jwt"] as const).map((kind) => mint(own, kind)),
  )
  for (const canary of canaries) await expect.poll(() => probe(own, canary)).toBe(200)
  await own.provider.stop()
  const statuses = await Promise.all(canaries.map((canary) => probe(own, canary)))
  expect(statuses.slice(0, 4)).toEqual([503, 503, 503, 503])
  expect(statuses[4]).toBe(200)
  await own.provider.start()
  for (const canary of canaries) await expect.poll(() => probe(own, canary)).toBe(200)
})

test.each([
  { fault: { path: /introspection/, status: 500 } },
  { fault: { path: /introspection/, status: 429, retryAfterS: 3 } },
  { fault: { path: /introspection/, drop: "before" as const } },
  { fault: { path: /introspection/, drop: "after" as const } },
])("a provider that fails is no dead token: $fault", async ({ fault }) => {
  const canary = await mint(own, "opaque")
  own.faults.push(fault)
  expect(await probe(own, canary)).toBe(503)
  own.faults.length = 0
  expect(await probe(own, canary)).toBe(200)
})

test("what is cut off stays so while the provider is away", async () => {
  const canary = await mint(own, "jwt")
  await expect.poll(() => probe(own, canary)).toBe(200)
  const cutoff = new Date().toISOString()
  await own.admin("POST", "/admin/revocations", { subjects: [canary.sub], cutoff, key: "k", reason: "r" })
  await expect.poll(() => probe(own, canary), { timeout: 5_000 }).toBe(401)
  await own.provider.stop()
  expect(await probe(own, canary)).toBe(401)
  await own.provider.start()
})

test("an app that has just started and knows no cut-offs takes no self-contained token", async () => {
  const canary = await mint(own, "jwt")
  own.faults.push({ path: /\/admin\/(epochs|cutoffs)/, status: 500 })
  await own.relyingParty.stop()
  await own.relyingParty.start()
  expect(await probe(own, canary)).toBe(503)
  own.faults.length = 0
  await expect.poll(() => probe(own, canary), { timeout: 5_000 }).toBe(200)
})

test("forged, foreign and mistaken tokens are refused", async () => {
  const [jwt, refresh] = [await mint(own, "jwt"), await mint(own, "refresh")]
  const [head = "", payload = "", signature = ""] = jwt.token.split(".")
  const other = Buffer.from(
    JSON.stringify({ ...JSON.parse(Buffer.from(payload, "base64url").toString()), sub: "x" }),
  )
  const none = Buffer.from(JSON.stringify({ alg: "none", typ: "at+jwt" })).toString("base64url")
  const { id_token } = await new IdpBrowser(own).signIn("app-opaque", "anna")
  const refused = [
    `${head}.${other.toString("base64url")}.${signature}`,
    `${none}.${payload}.`,
    id_token,
    refresh.token,
    "a.b.c",
    "",
  ]
  for (const token of refused) expect((await api(token)).status).toBe(401)
  const post = (body: unknown) => fetch(at("/api/token"), { method: "POST", body: JSON.stringify(body) })
  expect((await post({ refresh_token: "no token" })).status).toBe(401)
  expect((await post({})).status).toBe(400)
})

/** Signs in at the app through its own pages, and gives what it shows from then on. */
async function signInAtApp(browser: IdpBrowser) {
  const begun = await fetch(at("/sign-in?client=app-jwt"), { redirect: "manual" })
  const state = begun.headers.getSetCookie()[0]?.split(";")[0] ?? ""
  const page = await browser.follow(await browser.ask(begun.headers.get("location") ?? ""))
  const action = /action="([^"]+)"/.exec(await page.text())?.[1] ?? ""
  const back = await browser.follow(await browser.ask(action, { sub: "anna", password: own.demoPassword }))
  const callback = back.headers.get("location") ?? ""
  const done = await fetch(callback, { redirect: "manual", headers: { cookie: state } })
  const session = done.headers.getSetCookie()[0]?.split(";")[0] ?? ""
  const shown = async () => (await fetch(at("/"), { headers: { cookie: session } })).text()
  expect(await shown()).toContain("Signed in as anna.")
  return { shown, callback, state }
}

test("somebody signs in at the app, and is signed out there when the provider says so", async () => {
  const { shown, callback, state } = await signInAtApp(new IdpBrowser(own))
  const again = await fetch(callback, { redirect: "manual", headers: { cookie: state } })
  expect(again.headers.getSetCookie()[0]).toContain("Max-Age=0")

  const body = { sub_id: { format: "iss_sub", iss: own.issuer, sub: "anna" } }
  expect((await own.admin("POST", "/global-token-revocation", body)).status).toBe(204)
  await expect.poll(shown, { timeout: 10_000 }).toContain("You are signed out.")
})

test("whoever signs out at the provider is signed out at the app", async () => {
  const browser = new IdpBrowser(own)
  const { shown } = await signInAtApp(browser)
  const page = await (await browser.ask("/session/end?client_id=app-jwt")).text()
  expect(page).not.toContain("https://")
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(page)?.[1] ?? ""
  const end = await browser.follow(await browser.ask("/session/end/confirm", { xsrf, logout: "yes" }))
  expect(await end.text()).toContain("Signed out")
  expect(await shown()).toContain("You are signed out.")
})

test("an authorization request that cannot be is explained, with nothing loaded from elsewhere", async () => {
  const answer = await fetch(`${own.issuer}/auth?client_id=nobody`, { headers: { accept: "text/html" } })
  const html = await answer.text()
  expect([answer.status, html.includes("https://")]).toEqual([400, false])
  expect(html).toContain("This did not work")
})
