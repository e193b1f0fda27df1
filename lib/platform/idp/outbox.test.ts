import { once } from "node:events"
import { createServer } from "node:http"
import { createRemoteJWKSet, jwtVerify } from "jose"
import pg from "pg"
import { afterAll, expect, test } from "vitest"
import { ownProvider } from "../../testing/idp.ts"
import { IdpBrowser } from "../../testing/idp-browser.ts"
import { seedAccounts } from "./seed-accounts.ts"

const own = await ownProvider()
const database = new pg.Pool({ connectionString: own.databaseUrl })
afterAll(() => database.end())
await own.relyingParty.stop()

/** Stands where the app was: refuses so many messages, and takes the others. */
const told: { token: string; status: number }[] = []
let refusals = 3
const app = createServer(async (request, response) => {
  let body = ""
  for await (const chunk of request) body += String(chunk)
  const isRefused = refusals-- > 0
  const status = isRefused ? 503 : 200
  told.push({ token: new URLSearchParams(body).get("logout_token") ?? "", status })
  response.writeHead(status).end()
})
app.listen(Number(new URL(own.relyingPartyUrl).port), "127.0.0.1")
await once(app, "listening")
afterAll(() => app.close())

const waiting = async () =>
  (await database.query<{ n: number }>("SELECT count(*)::int AS n FROM logout_message")).rows[0]?.n

test("each app is told of each session that ended, again after it failed, and until it answers", async () => {
  await seedAccounts(database, [{ id: "anna", lastUsedAt: new Date("2024-02-16T12:00:00Z") }])
  const browser = new IdpBrowser(own)
  await browser.signIn("app-opaque", "anna")
  await browser.signIn("app-jwt", "anna")
  const kept = new IdpBrowser(own)
  const cutoff = new Date().toISOString()
  await kept.signIn("app-opaque", "anna")
  await own.admin("POST", "/admin/revocations", { subjects: ["anna"], cutoff, key: "k", reason: "r" })
  await expect.poll(waiting, { timeout: 20_000 }).toBe(0)

  const keys = createRemoteJWKSet(new URL(`${own.issuer}/jwks`))
  const messages = await Promise.all(
    told.map(async ({ token, status }) => {
      const { payload } = await jwtVerify<{ sid: string; events: object }>(token, keys, {
        issuer: own.issuer,
        audience: ["app-opaque", "app-jwt"],
        typ: "logout+jwt",
      })
      return { status, ...payload }
    }),
  )
  const taken = messages.filter(({ status }) => status === 200)
  // The seeded session, and one browser's at both apps; nothing of the session that began later.
  expect(taken.map(({ aud }) => aud).sort()).toEqual(["app-jwt", "app-opaque", "app-opaque"])
  expect(new Set(taken.map(({ jti }) => jti)).size).toBe(3)
  expect(messages.length).toBeGreaterThanOrEqual(6)
  for (const { sub, sid, events, jti } of messages) {
    expect({ sub, sid, events }).toEqual({
      sub: "anna",
      sid: expect.any(String),
      events: { "http://schemas.openid.net/event/backchannel-logout": {} },
    })
    expect(taken.map((one) => one.jti)).toContain(jti)
  }
})
