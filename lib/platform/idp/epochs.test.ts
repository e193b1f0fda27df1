import pg from "pg"
import { afterAll, expect, test } from "vitest"
import { cohortOf } from "../../core/cohort-of.ts"
import { ownProvider } from "../../testing/idp.ts"
import { exchange, IdpBrowser } from "../../testing/idp-browser.ts"
import { mint, probe } from "../../testing/idp-tokens.ts"
import { JWT_LIFETIME_S } from "./provider-words.ts"
import { seedAccounts } from "./seed-accounts.ts"

const own = await ownProvider()
const database = new pg.Pool({ connectionString: own.databaseUrl })
afterAll(() => database.end())
await seedAccounts(
  database,
  ["anna", "bela", "cleo"].map((id) => ({ id, lastUsedAt: new Date("2024-02-16T12:00:00Z") })),
)

async function raise(scope: Record<string, unknown>, cutoff: Date): Promise<string> {
  const answer = await own.admin("POST", "/admin/epochs", { ...scope, cutoff: cutoff.toISOString() })
  expect(answer.status).toBe(200)
  return ((await answer.json()) as { cutoff: string }).cutoff
}

test("of fifty who write at once the latest cut-off stands, and each is told one that is no older than theirs", async () => {
  const scope = { scope: "subject", sub: "nobody in particular" }
  const cutoffs = Array.from({ length: 50 }, (_, nth) => new Date(Date.UTC(2024, 0, 1, 0, (nth * 37) % 50)))
  const told = await Promise.all(cutoffs.map((cutoff) => raise(scope, cutoff)))
  const latest = new Date(Date.UTC(2024, 0, 1, 0, 49)).toISOString()
  told.forEach((cutoff, nth) => {
    expect(Date.parse(cutoff)).toBeGreaterThanOrEqual(Number(cutoffs[nth]))
  })
  const { epochs } = (await (await own.admin("GET", "/admin/epochs")).json()) as { epochs: object[] }
  expect(epochs).toContainEqual({ ...scope, cutoff: latest })
  expect(await raise(scope, new Date(0))).toBe(latest)
})

test("a cut-off of one subject ends what the provider is asked about, and nobody else's", async () => {
  const browsers = { anna: new IdpBrowser(own), bela: new IdpBrowser(own) }
  const anna = await browsers.anna.signIn("app-opaque", "anna")
  const bela = await browsers.bela.signIn("app-opaque", "bela")
  await raise({ scope: "subject", sub: "anna" }, new Date())
  const statuses = async ({ access_token, refresh_token }: typeof anna) => {
    const told = await exchange(own, "app-opaque", { token: access_token }, "/token/introspection")
    const refreshed = await exchange(own, "app-opaque", { grant_type: "refresh_token", refresh_token })
    const me = await fetch(`${own.issuer}/me`, { headers: { authorization: `Bearer ${access_token}` } })
    return [((await told.json()) as { active: boolean }).active, refreshed.status, me.status]
  }
  expect(await statuses(anna)).toEqual([false, 400, 401])
  expect(await statuses(bela)).toEqual([true, 200, 200])
  const fresh = await browsers.anna.signIn("app-opaque", "anna")
  expect(await statuses(fresh)).toEqual([true, 200, 200])
})

test("an app that reads tokens itself refuses an older one within its poll, and takes a younger one", async () => {
  const canary = await mint(own, "jwt")
  await expect.poll(() => probe(own, canary)).toBe(200)
  const [modulus, bystander] = [2, await otherCohort(canary.sub)]
  await raise({ scope: "cohort", modulus, cohort: cohortOf(canary.sub, modulus) }, new Date())
  await expect.poll(() => probe(own, canary), { timeout: 5_000 }).toBe(401)
  const answer = await fetch(`${own.relyingPartyUrl}/api/events`, {
    headers: { authorization: `Bearer ${canary.token}` },
  })
  expect(await answer.json()).toEqual({ error: "stale_token" })
  expect(await probe(own, bystander)).toBe(200)
  expect(await probe(own, await mint(own, "jwt", canary.sub))).toBe(200)
})

async function otherCohort(sub: string) {
  for (;;) {
    const canary = await mint(own, "jwt")
    if (cohortOf(canary.sub, 2) !== cohortOf(sub, 2)) return canary
  }
}

test("a global cut-off reaches everybody of whom something is older", async () => {
  const old = await mint(own, "opaque")
  const jwt = await mint(own, "jwt")
  await raise({ scope: "global" }, new Date())
  expect(await probe(own, old)).toBe(401)
  await expect.poll(() => probe(own, jwt), { timeout: 5_000 }).toBe(401)
  expect(await probe(own, await mint(own, "opaque", old.sub))).toBe(200)
})

test("a scope that cannot be is refused", async () => {
  const cutoff = new Date().toISOString()
  const refused = [
    { scope: "cohort", modulus: 4, cohort: 4, cutoff },
    { scope: "cohort", modulus: 0, cohort: 0, cutoff },
    { scope: "subject", cutoff },
    { scope: "everybody", cutoff },
    { scope: "global" },
  ]
  for (const body of refused) expect((await own.admin("POST", "/admin/epochs", body)).status).toBe(400)
})

test("the app's own secret reads cut-offs and does nothing else", async () => {
  const { epochs } = own.secrets
  expect((await own.admin("GET", "/admin/epochs", undefined, epochs)).status).toBe(200)
  expect((await own.admin("GET", "/admin/cutoffs", undefined, epochs)).status).toBe(200)
  const body = { scope: "global", cutoff: new Date().toISOString() }
  expect((await own.admin("POST", "/admin/epochs", body, epochs)).status).toBe(401)
  expect((await own.admin("GET", "/admin/subjects/anna", undefined, epochs)).status).toBe(401)
})

test("cut-offs that are still being written when somebody asks are told the next time", async () => {
  const [early, late] = [await database.connect(), await database.connect()]
  const cutOff = (client: pg.PoolClient, id: string) =>
    client.query(
      "UPDATE account SET cutoff = now(), cutoff_set_at = now(), cutoff_xid = pg_current_xact_id() WHERE id = $1",
      [id],
    )
  const read = async (since?: string) => {
    const answer = await own.admin("GET", `/admin/cutoffs${since ? `?since=${since}` : ""}`)
    const { cutoffs, next } = (await answer.json()) as { cutoffs: [string, number][]; next: string }
    return { subs: cutoffs.map(([sub]) => sub), next }
  }
  await early.query("BEGIN")
  await cutOff(early, "cleo")
  await cutOff(late, "bela")
  const first = await read()
  expect(first.subs).toContain("bela")
  expect(first.subs).not.toContain("cleo")
  await early.query("COMMIT")
  const second = await read(first.next)
  expect(second.subs).toContain("cleo")
  early.release()
  late.release()
})

test("whether self-contained tokens die at once depends on whether an app asks for cut-offs", async () => {
  const jwt = async () => {
    const answer = await own.admin("GET", "/admin/capabilities")
    return ((await answer.json()) as { kind: string; effect: string }[]).find(({ kind }) => kind === "jwt")
  }
  await expect.poll(jwt).toEqual({ kind: "jwt", effect: "immediate", windowS: 2 })
  await own.relyingParty.stop()
  await expect.poll(jwt, { timeout: 15_000 }).toEqual({ kind: "jwt", effect: "until_expiry", windowS: 120 })
  await own.relyingParty.start()
})

test("a self-contained token lives as long as is told of it", async () => {
  const minted = await own.admin("POST", "/admin/canaries", { kind: "jwt" })
  const { token, expiresAt } = (await minted.json()) as { token: string; expiresAt: string }
  const { iat, exp } = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"))
  expect(exp - iat).toBe(JWT_LIFETIME_S)
  expect(Math.abs(Date.parse(expiresAt) / 1_000 - exp)).toBeLessThan(2)
})
