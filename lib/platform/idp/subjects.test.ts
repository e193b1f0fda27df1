import pg from "pg"
import { afterAll, expect, test } from "vitest"
import { ownProvider } from "../../testing/idp.ts"
import { exchange } from "../../testing/idp-browser.ts"
import { mint } from "../../testing/idp-tokens.ts"
import { seedAccounts } from "./seed-accounts.ts"

const own = await ownProvider()
const database = new pg.Pool({ connectionString: own.databaseUrl })
afterAll(() => database.end())
const at = (hour: number) => new Date(Date.UTC(2024, 1, 16, hour))
await seedAccounts(
  database,
  Array.from({ length: 1_234 }, (_, nth) => ({
    id: `account-${String(nth).padStart(5, "0")}`,
    startedAt: at(nth % 12),
    lastUsedAt: at((nth % 12) + 6),
  })),
)

interface Page {
  subjects: { sub: string; sessions: number; lastUsedAt: string }[]
  next: string | null
}

async function all(query: Record<string, string> = {}): Promise<Page["subjects"]> {
  const found: Page["subjects"] = []
  for (let after: string | null = ""; after !== null; ) {
    const answer = await own.admin(
      "GET",
      `/admin/subjects?${new URLSearchParams({ limit: "100", ...query, after })}`,
    )
    const page = (await answer.json()) as Page
    found.push(...page.subjects)
    after = page.next
  }
  return found
}

test("all people are told once, page by page, and no canary", async () => {
  await mint(own, "refresh")
  const subjects = await all()
  expect(subjects.length).toBe(1_234)
  expect(new Set(subjects.map(({ sub }) => sub)).size).toBe(1_234)
  expect(subjects[0]).toEqual({ sub: "account-00000", sessions: 1, lastUsedAt: at(6).toISOString() })
})

test("of a window come those who may have used a session in it", async () => {
  const found = await all({ usedFrom: at(9).toISOString(), usedTo: at(10).toISOString() })
  const hours = new Set(found.map(({ sub }) => Number(sub.slice(-5)) % 12))
  expect([...hours].sort((a, b) => a - b)).toEqual([3, 4, 5, 6, 7, 8, 9, 10])
  const started = await all({ startedBefore: at(2).toISOString() })
  expect(new Set(started.map(({ sub }) => Number(sub.slice(-5)) % 12))).toEqual(new Set([0, 1]))
})

test("who is cut off is not told any more", async () => {
  await own.admin("POST", "/admin/epochs", {
    scope: "cohort",
    modulus: 1,
    cohort: 0,
    cutoff: at(3).toISOString(),
  })
  const hours = new Set((await all()).map(({ sub }) => Number(sub.slice(-5)) % 12))
  expect([...hours].sort((a, b) => a - b)).toEqual([4, 5, 6, 7, 8, 9, 10, 11])
})

test("a seeded account is one as the provider itself writes it: its token is refreshed", async () => {
  for (const kind of [true, false]) {
    const { rows } = await database.query<{ id: string; account_id: string }>(
      `SELECT id, account_id FROM record WHERE kind = 'RefreshToken' AND ends_with_session = $1 AND begun_at > $2 LIMIT 1`,
      [kind, at(5)],
    )
    const [token] = rows
    const answer = await exchange(own, "app-opaque", {
      grant_type: "refresh_token",
      refresh_token: token?.id ?? "",
    })
    expect(answer.status).toBe(200)
    const { access_token } = (await answer.json()) as { access_token: string }
    const me = await fetch(`${own.issuer}/me`, { headers: { authorization: `Bearer ${access_token}` } })
    expect(await me.json()).toEqual({ sub: token?.account_id })
  }
})

test("the cohort of a seeded account is the one that apps compute", async () => {
  const { cohortOf } = await import("../../core/cohort-of.ts")
  const { rows } = await database.query<{ id: string; hash: string }>(
    "SELECT id, cohort_hash AS hash FROM account WHERE NOT is_canary",
  )
  expect(rows.map(({ id, hash }) => Number(hash) - cohortOf(id, 2 ** 32))).toEqual(rows.map(() => 0))
})
