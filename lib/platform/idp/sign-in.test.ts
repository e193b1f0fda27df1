import { decodeJwt, decodeProtectedHeader } from "jose"
import pg from "pg"
import { afterAll, expect, test } from "vitest"
import { ownProvider } from "../../testing/idp.ts"
import { exchange, IdpBrowser } from "../../testing/idp-browser.ts"
import { seedAccounts } from "./seed-accounts.ts"

const own = await ownProvider()
const database = new pg.Pool({ connectionString: own.databaseUrl })
afterAll(() => database.end())
await seedAccounts(
  database,
  ["anna", "bela", "cleo", "dora <3"].map((id) => ({ id, lastUsedAt: new Date("2024-02-16T12:00:00Z") })),
)

const introspected = async (token: string) =>
  (await exchange(own, "app-opaque", { token }, "/token/introspection")).json()
const userinfo = (token: string) =>
  fetch(`${own.issuer}/me`, { headers: { authorization: `Bearer ${token}` } })

test("somebody signs in through the form, and the app gets tokens that are good", async () => {
  const tokens = await new IdpBrowser(own).signIn("app-opaque", "anna")
  expect(await introspected(tokens.access_token)).toMatchObject({ active: true, sub: "anna" })
  expect(await (await userinfo(tokens.access_token)).json()).toEqual({ sub: "anna" })
  expect(decodeJwt(tokens.id_token)).toMatchObject({ sub: "anna", iss: own.issuer, sid: expect.any(String) })
  const refreshed = await exchange(own, "app-opaque", {
    grant_type: "refresh_token",
    refresh_token: tokens.refresh_token,
  })
  const { access_token } = (await refreshed.json()) as { access_token: string }
  expect(await introspected(access_token)).toMatchObject({ active: true, sub: "anna" })
})

test("an app that reads tokens itself gets a signed one for its API, which tells when its person signed in", async () => {
  const before = Date.now()
  const { access_token } = await new IdpBrowser(own).signIn("app-jwt", "anna")
  expect(decodeProtectedHeader(access_token)).toMatchObject({ alg: "EdDSA", typ: "at+jwt" })
  const payload = decodeJwt(access_token)
  expect(payload).toMatchObject({ sub: "anna", aud: "urn:demo:api", scope: "events" })
  expect(Number(payload.auth_time) * 1000).toBeGreaterThanOrEqual(before)
  const api = await fetch(`${own.relyingPartyUrl}/api/events`, {
    headers: { authorization: `Bearer ${access_token}` },
  })
  expect(api.status).toBe(200)
})

test("a wrong password and an account that never was are told apart by nobody, and are counted", async () => {
  const browser = new IdpBrowser(own)
  const page = await browser.follow(await browser.ask(browser.request("app-opaque").address))
  const action = /action="([^"]+)"/.exec(await page.text())?.[1] ?? ""
  const answers = [
    await browser.ask(action, { sub: "anna", password: "wrong" }),
    await browser.ask(action, { sub: "nobody", password: own.demoPassword }),
    await browser.ask(action, { sub: "anna\0", password: own.demoPassword }),
  ]
  const pages = await Promise.all(
    answers.map(async (one) => (await one.text()).replaceAll(/value="[^"]*"/g, "")),
  )
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401])
  expect(pages[0]).toContain("The account or the password is wrong.")
  expect(pages[0]).toBe(pages[1])
  const counted = await own.admin("GET", "/admin/statistics")
  expect(await counted.json()).toMatchObject({ failedLogins: 3, windowS: 60 })
})

test("the form has no script, names its fields, and shows what was typed as text", async () => {
  const browser = new IdpBrowser(own)
  const page = await browser.follow(await browser.ask(browser.request("app-opaque").address))
  const html = await page.text()
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'")
  expect(html).not.toContain("<script")
  expect(html).toContain('<label for="password">')
  const action = /action="([^"]+)"/.exec(html)?.[1] ?? ""
  const again = await browser.ask(action, { sub: '"><b>dora', password: "x" })
  expect(await again.text()).toContain('value="&quot;&gt;&lt;b&gt;dora"')
})

test("without PKCE nobody gets a code", async () => {
  const browser = new IdpBrowser(own)
  const { address } = browser.request("app-opaque")
  const plain = new URL(address, own.issuer)
  plain.searchParams.delete("code_challenge")
  plain.searchParams.delete("code_challenge_method")
  const response = await browser.follow(await browser.ask(plain.href))
  expect(new URL(response.headers.get("location") ?? "none:").searchParams.get("error")).toBe(
    "invalid_request",
  )
})

test("whoever must change the password does so before going on, and signs in with the new one from then on", async () => {
  expect(
    (await own.admin("POST", "/admin/password-resets", { sub: "bela", cutoff: new Date().toISOString() }))
      .status,
  ).toBe(204)
  const browser = new IdpBrowser(own)
  const page = await browser.follow(await browser.ask(browser.request("app-opaque").address))
  const action = /action="([^"]+)"/.exec(await page.text())?.[1] ?? ""
  const asked = await browser.ask(action, { sub: "bela", password: own.demoPassword })
  expect(await asked.text()).toContain("Choose a new password")
  const refusals = [
    { newPassword: "short", again: "short" },
    { newPassword: "a long password", again: "another long one" },
    { newPassword: own.demoPassword, again: own.demoPassword },
  ]
  for (const form of refusals) expect((await browser.ask(action, form)).status).toBe(400)
  const done = await browser.ask(action, { newPassword: "a long password", again: "a long password" })
  const back = await browser.follow(done)
  expect(new URL(back.headers.get("location") ?? "none:").searchParams.get("code")).toBeTruthy()

  const other = new IdpBrowser(own)
  const form = await other.follow(await other.ask(other.request("app-opaque").address))
  const next = /action="([^"]+)"/.exec(await form.text())?.[1] ?? ""
  expect((await other.ask(next, { sub: "bela", password: own.demoPassword })).status).toBe(401)
  expect((await other.ask(next, { sub: "bela", password: "a long password" })).status).toBe(303)
})

test("a new password is asked of nobody who has not shown the old one", async () => {
  await own.admin("POST", "/admin/password-resets", { sub: "cleo", cutoff: new Date().toISOString() })
  const browser = new IdpBrowser(own)
  const page = await browser.follow(await browser.ask(browser.request("app-opaque").address))
  const action = /action="([^"]+)"/.exec(await page.text())?.[1] ?? ""
  const taken = await browser.ask(action, {
    sub: "cleo",
    newPassword: "a long password",
    again: "a long password",
  })
  expect(taken.status).toBe(401)
})

test("whoever is signed in uses the other app without being asked", async () => {
  const browser = new IdpBrowser(own)
  await browser.signIn("app-opaque", "anna")
  const { address } = browser.request("app-jwt")
  const response = await browser.follow(await browser.ask(address))
  expect(new URL(response.headers.get("location") ?? "none:").searchParams.get("code")).toBeTruthy()
})

test("a sign-in that is over says so", async () => {
  const response = await fetch(`${own.issuer}/interaction/gone`)
  expect(response.status).toBe(400)
  expect(await response.text()).toContain("This sign-in is over")
})
