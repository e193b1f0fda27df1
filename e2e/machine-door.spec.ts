import { type APIRequestContext, type Page, request } from "@playwright/test"
import { openApiDocument } from "../app/api/v1/document.ts"
import { type OperationName, operations } from "../app/api/v1/operations.ts"
import { problemSchema } from "../app/api/v1/problem-schema.ts"
import { keyRoles, scopesOf } from "../lib/access/keys/rules.ts"
import { may } from "../lib/access/rules.ts"
import type { Role, Scope } from "../lib/core/permissions.ts"
import { expect, test } from "./journey.ts"
import { HOSTILE, RUN_MS_MAX, untilDone } from "./rooms.ts"

test.setTimeout(180_000)

interface Key {
  role: Role
  scopes: Scope[]
  text: string
}

const keys: Key[] = []

/** Makes a key as an administrator does. */
async function makeKey(page: Page, role: Role, scopes: Scope[]): Promise<Key> {
  await page.goto("/settings/keys")
  await page.getByRole("textbox", { name: "Name" }).fill(`A program of ${role}, ${scopes.join(" ")}`)
  await page.getByRole("radio", { name: new RegExp(`^${role}`) }).check()
  for (const scope of scopes) await page.getByRole("checkbox", { name: new RegExp(`^${scope}`) }).check()
  await page.getByRole("button", { name: "Make the key" }).click()
  const text = await page.getByText(/^tocsin_[0-9a-f]{8}_\S{43}$/).textContent()
  return { role, scopes, text: text ?? "" }
}

const INCIDENT = HOSTILE.replace(/^.*\//, "")

/** Calls an operation and gives its status and what it answers. */
async function call(
  door: APIRequestContext,
  name: OperationName,
  { params = {}, query = "", body, headers = {} }: Called = {},
) {
  const { method, path } = operations[name]
  const address = path.replaceAll(/\{(\w+)\}/g, (_, part: string) => encodeURIComponent(params[part] ?? ""))
  const answer = await door.fetch(`/api/v1${address}${query}`, {
    method,
    headers,
    ...(body === undefined ? {} : { data: body }),
  })
  return { status: answer.status(), type: answer.headers()["content-type"], told: await answer.json() }
}

interface Called {
  params?: Record<string, string>
  query?: string
  body?: object
  headers?: Record<string, string>
}

function doorOf(baseURL: string | undefined, key?: Pick<Key, "text">, cookies?: string) {
  return request.newContext({
    baseURL: baseURL ?? "",
    ...(cookies === undefined ? {} : { storageState: cookies }),
    extraHTTPHeaders: key ? { authorization: `Bearer ${key.text}` } : {},
  })
}

/** What each operation is called with: a person and a run that are there. */
async function callsOf(door: APIRequestContext): Promise<Record<OperationName, Called>> {
  const ofRevision = { incident: INCIDENT, revision: "1" }
  const { told: runs } = await call(door, "listRuns", { params: ofRevision })
  const { told: people } = await call(door, "listPeople", { params: ofRevision })
  const run = { run: runs.rows[0].run }
  return {
    listIncidents: { query: "?limit=2" },
    declareIncident: {
      body: { title: "By a program", severity: "low", awareAt: "2024-02-16T10:00:00Z" },
      headers: { "idempotency-key": "walk" },
    },
    getIncident: { params: ofRevision },
    listRevisions: { params: ofRevision },
    requestRevision: { params: ofRevision, body: { like: 1 } },
    getRevision: { params: ofRevision },
    listRuns: { params: ofRevision },
    getRun: { params: run },
    stopRun: { params: run },
    retryRun: { params: run },
    listPeople: { params: ofRevision, query: "?limit=3&sort=first_at&group=owner_video&group=viewer_only" },
    getPerson: { params: { ...ofRevision, person: people.rows[0].pseudonym } },
    listExposures: { params: ofRevision, query: "?limit=3" },
  }
}

test.describe.configure({ mode: "serial" })

test.describe("an administrator", () => {
  test.use({ person: "administrator" })
  test("makes keys, each shown once", async ({ page }) => {
    for (const role of keyRoles) keys.push(await makeKey(page, role, scopesOf(role)))
    keys.push(
      await makeKey(page, "security", ["incidents:read"]),
      await makeKey(page, "legal", ["people:read"]),
    )
    await page.reload()
    await expect(page.getByText(/^tocsin_[0-9a-f]{8}_\S{43}$/)).toHaveCount(0)
    await expect(page.getByRole("row", { name: /^A program of auditor/ })).toContainText("never")
  })
})

test("every operation answers each key as its role and scopes have it, and as the document says", async ({
  page,
  baseURL,
}) => {
  await untilDone(page, HOSTILE)
  const all = keys.find(({ role }) => role === "security")
  if (!all) throw new Error("the keys were made above")
  const calls = await callsOf(await doorOf(baseURL, all))
  for (const key of keys) {
    const door = await doorOf(baseURL, key)
    for (const [name, operation] of Object.entries(operations) as [
      OperationName,
      (typeof operations)[OperationName],
    ][]) {
      const { status, type, told } = await call(door, name, calls[name])
      const what = `${name} by ${key.role} with ${key.scopes.join(" ")}: ${status} ${JSON.stringify(told).slice(0, 300)}`
      const isAllowed = operation.action === null || may(key, operation.action).allowed
      if (!isAllowed) expect(status, what).toBe(403)
      // A run that is over can be neither stopped nor tried again, which the document says too.
      else expect([operation.status, ...(/stop|retry/.test(name) ? [409] : [])], what).toContain(status)
      const isTold = status < 300
      expect(type, what).toContain(isTold ? "application/json" : "application/problem+json")
      const { error } = (isTold ? operation.answer : problemSchema).safeParse(told)
      expect(error?.issues, what).toBeUndefined()
    }
    await door.dispose()
  }
})

/** Parts of addresses; who has no key does not learn whether there are such. */
const ANY = { incident: INCIDENT, revision: "1", person: "P", run: "00000000-0000-4000-8000-000000000000" }

test("nobody and no session of a browser is answered", async ({ baseURL, storageState }) => {
  const cookies = typeof storageState === "string" ? storageState : ""
  for (const door of [
    await doorOf(baseURL),
    await doorOf(baseURL, undefined, cookies),
    await doorOf(baseURL, { text: "tocsin_00000000_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" }),
  ]) {
    for (const name of Object.keys(operations) as OperationName[]) {
      const { status, told } = await call(door, name, { params: ANY })
      expect([status, problemSchema.safeParse(told).success, told.code], name).toEqual([
        401,
        true,
        "unauthenticated",
      ])
    }
    await door.dispose()
  }
})

test("the document is served as the table has it", async ({ baseURL }) => {
  const door = await doorOf(baseURL)
  const answer = await door.get("/api/v1/openapi.json")
  expect(await answer.json()).toEqual(JSON.parse(JSON.stringify(openApiDocument(baseURL ?? ""))))
})

test("a run is asked for, stopped, tried again and done", async ({ baseURL }) => {
  const door = await doorOf(baseURL, keys[0])
  const params = { incident: INCIDENT }
  const { told: asked } = await call(door, "requestRevision", {
    params,
    body: { like: 1, confirmGaps: true },
  })
  const run = (id: string) => ({ params: { run: id } })
  await call(door, "stopRun", run(asked.run))
  const over = async (id: string) => (await call(door, "getRun", run(id))).told
  await expect.poll(async () => (await over(asked.run)).isOver, { timeout: RUN_MS_MAX }).toBe(true)
  const first = await over(asked.run)
  if (first.state === "done") return // The worker was quicker than we.
  expect(first.state).toBe("stopped")
  const { status, told: again } = await call(door, "retryRun", run(asked.run))
  expect([status, again.attempt, again.revision]).toEqual([202, 2, asked.revision])
  await expect.poll(async () => (await over(again.run)).state, { timeout: RUN_MS_MAX }).toBe("done")
  const { told: revision } = await call(door, "getRevision", {
    params: { ...params, revision: String(asked.revision) },
  })
  expect(revision.figures.conclusion).toBe("not shown as affected")
})

test("what cannot be is refused in words", async ({ baseURL }) => {
  const door = await doorOf(baseURL, keys[0])
  const declared = { title: "By a program", severity: "low", awareAt: "2024-02-16T10:00:00Z" }
  const headers = { "idempotency-key": "wrong" }
  const refused: [OperationName, Called, number, object][] = [
    ["declareIncident", { body: declared }, 400, { detail: /Idempotency-Key/ }],
    [
      "declareIncident",
      { body: { ...declared, severity: "huge" }, headers },
      400,
      { fields: { severity: /./ } },
    ],
    ["declareIncident", { body: { ...declared, more: 1 }, headers }, 400, {}],
    ["declareIncident", { body: { ...declared, title: "x".repeat(70_000) }, headers }, 413, {}],
    ["getIncident", { params: { incident: "INC-999" } }, 404, {}],
    ["getIncident", { params: { incident: "../../etc" } }, 404, {}],
    ["getRun", { params: { run: "x" } }, 404, {}],
    ["getRevision", { params: { incident: INCIDENT, revision: "99" } }, 404, {}],
    ["listIncidents", { query: "?limit=0" }, 400, { detail: /limit/ }],
    ["listIncidents", { query: "?surprise=1" }, 400, { detail: /surprise/ }],
    [
      "listPeople",
      { params: { incident: INCIDENT, revision: "1" }, query: "?cursor=x" },
      400,
      { detail: /cursor/ },
    ],
    ["getPerson", { params: { incident: INCIDENT, revision: "1", person: "nobody" } }, 404, {}],
  ]
  for (const [name, called, wanted, told] of refused) {
    const answer = await call(door, name, called)
    expect(answer.status, `${name} ${JSON.stringify(called).slice(0, 200)}`).toBe(wanted)
    expect(problemSchema.safeParse(answer.told).success).toBe(true)
    for (const [field, words] of Object.entries(told))
      if (words instanceof RegExp) expect(answer.told[field]).toMatch(words)
  }
})

test("a list is walked to its end, each incident once", async ({ baseURL }) => {
  const door = await doorOf(baseURL, keys[0])
  const seen: string[] = []
  for (let query = "?limit=2"; query !== ""; ) {
    const { told } = await call(door, "listIncidents", { query })
    seen.push(...told.rows.map(({ incident }: { incident: string }) => incident))
    query = told.nextCursor === null ? "" : `?limit=2&cursor=${told.nextCursor}`
  }
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen).toEqual(expect.arrayContaining(["INC-1", "INC-2", "INC-3"]))
})

test.describe("an administrator again", () => {
  test.use({ person: "administrator" })
  test("revokes a key, which opens nothing from then on", async ({ page, baseURL }) => {
    const key = keys.find(({ role }) => role === "auditor")
    const door = await doorOf(baseURL, key)
    expect((await call(door, "listIncidents")).status).toBe(200)
    await page.goto("/settings/keys")
    const row = page.getByRole("row", { name: /^A program of auditor/ })
    await row.getByRole("button", { name: /^Revoke the key/ }).click()
    await page.getByRole("dialog").getByRole("button", { name: "Revoke the key" }).click()
    await expect(row).toContainText("revoked")
    expect((await call(door, "listIncidents")).status).toBe(401)
  })
})
