import type { Page } from "@playwright/test"
import { expect, test } from "./journey.ts"
import { FRIDAY, untilDone } from "./rooms.ts"

test.setTimeout(180_000)

const rooms = [
  "",
  "/evidence",
  "/questions",
  "/people",
  "/exposures",
  "/revisions",
  "/report",
  "/correct",
  "/activity",
]
const places = [
  "/",
  "/incidents/new",
  "/approvals",
  "/activity",
  "/roles",
  "/account",
  "/incidents/INC-999",
  "/nowhere",
]
const pages = [...places, ...rooms.map((room) => FRIDAY + room)]

const nonceOf = (policy: string | undefined) => /'nonce-([^']+)'/.exec(policy ?? "")?.[1]

/** What the browser of a page refused to load or run. */
async function violationsOf(page: Page): Promise<string[]> {
  const violations: string[] = []
  await page.exposeFunction("tellViolation", (text: string) => violations.push(text))
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sourceFile }) => {
      const tell = (window as unknown as { tellViolation(text: string): void }).tellViolation
      tell(`${effectiveDirective} ${blockedURI} ${sourceFile}`)
    })
  })
  return violations
}

test("every page runs its own scripts alone, each time under another nonce", async ({ page }) => {
  await untilDone(page, FRIDAY)
  const violations = await violationsOf(page)
  const nonces = new Set<string>()
  for (const path of pages) {
    const answer = await page.goto(path)
    const headers = answer?.headers() ?? {}
    const nonce = nonceOf(headers["content-security-policy"])
    expect(nonce, path).toMatch(/^[\w+/]{22}==$/)
    expect(nonces.has(nonce ?? ""), "no nonce comes twice").toBe(false)
    nonces.add(nonce ?? "")
    expect(headers["cache-control"], path).toContain("no-store")
    await expect(page.getByRole("heading", { level: 1 }).first(), path).toBeVisible()
    // Browsers hide the attribute from scripts, and give it as a property.
    const strangers = await page
      .locator("script")
      .evaluateAll(
        (all, own) => all.filter((one) => one.nonce !== own && !one.hasAttribute("src")).length,
        nonce,
      )
    expect(strangers, `${path}: no inline script without the nonce`).toBe(0)
    expect(await answer?.text(), `${path}: no inline style`).not.toMatch(/<style|<[^>]+ style="/)
  }
  expect(violations).toEqual([])
})

test("pages come alive under the policy: going from room to room, an action, and a stream", async ({
  page,
}) => {
  await untilDone(page, FRIDAY)
  const violations = await violationsOf(page)
  await page.goto(FRIDAY)
  await page
    .getByRole("navigation", { name: "Rooms of the incident" })
    .getByRole("link", { name: "People" })
    .click()
  await expect(page.getByRole("heading", { name: "People", level: 1 })).toBeVisible()
  await page.goto("/incidents/new")
  await page.getByLabel("Title").fill(" ")
  await page.getByRole("radio", { name: /^Low/ }).check()
  await page.getByRole("button", { name: "Declare the incident" }).click()
  await expect(page.getByText("Give it a title")).toBeVisible()
  expect(violations).toEqual([])
})

test.describe("a script that got into a page", () => {
  test.use({ tolerated: /Content Security Policy/ })

  test("does not run", async ({ page }) => {
    await page.goto("/")
    const ran = await page.evaluate(async () => {
      const refused = new Promise((resolve) =>
        document.addEventListener("securitypolicyviolation", resolve, { once: true }),
      )
      const planted = document.createElement("div")
      planted.innerHTML = "<img src='data:,' onerror='window.planted = true'>"
      document.body.append(planted)
      await refused
      return "planted" in window
    })
    expect(ran).toBe(false)
  })
})

test("what a client says of the policy is not believed", async ({ request }) => {
  const headers = {
    "content-security-policy": "script-src 'nonce-AAAAAAAAAAAAAAAAAAAAAA=='",
    "content-security-policy-report-only": "script-src 'nonce-AAAAAAAAAAAAAAAAAAAAAA=='",
  }
  const answer = await request.get("/", { headers })
  expect(answer.headers()["content-security-policy"]).not.toContain("AAAAAAAA")
  const text = await answer.text()
  expect(text).toContain(`nonce="${nonceOf(answer.headers()["content-security-policy"])}"`)
  expect(text).not.toContain("AAAAAAAA")
})

test("what is sent at once is bounded, and the refusal is in words", async ({ request, baseURL }) => {
  const data = Buffer.alloc(2 * 1024 * 1024, "a")
  const headers = { origin: baseURL ?? "", "content-type": "text/plain;charset=UTF-8" }
  const action = await request.post("/incidents/new", { headers: { ...headers, "next-action": "a" }, data })
  expect([action.status(), action.headers()["content-type"], await action.text()]).toEqual([
    413,
    "text/plain",
    "This is too large: 1 MiB can be sent at once",
  ])
  const api = await request.post("/api/sign-in", { headers, data })
  expect(api.status()).toBe(413)
  expect(await api.json()).toEqual({ message: "This is too large: 1 MiB can be sent at once" })
})

test.describe("nobody is signed in", () => {
  test.use({ person: null })

  test("whether the console lives and is ready is told to everybody, and nothing else", async ({
    request,
  }) => {
    const live = await request.get("/health/live")
    expect([live.status(), await live.json()]).toEqual([200, { live: true }])
    const ready = await request.get("/health/ready")
    expect([ready.status(), await ready.json()]).toEqual([
      200,
      { ready: true, database: "answers", data: "writable", draining: false },
    ])
    for (const answer of [live, ready])
      expect(answer.headers()).toMatchObject({
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
      })
  })
})
