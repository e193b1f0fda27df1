import type { Page } from "@playwright/test"
import { expect, test } from "./journey.ts"
import { emailOf, nameOf, PASSWORD } from "./people.ts"

test.use({ person: null })

async function signIn(page: Page, password = PASSWORD, email = emailOf("legal")) {
  await page.getByLabel("E-mail").fill(email)
  await page.getByLabel("Password").fill(password)
  await page.getByRole("button", { name: "Sign in" }).click()
}

test("a wrong password is refused in words, and the address that was typed stays", async ({ page }) => {
  await page.goto("/")
  await signIn(page, "not the password")
  await expect(page.getByRole("alert").filter({ hasText: "do not belong together" })).toBeVisible()
  await expect(page.getByLabel("E-mail")).toHaveValue(emailOf("legal"))
  await expect(page.getByLabel("Password")).toHaveValue("")

  await signIn(page, PASSWORD, "nobody@journeys.example")
  await expect(
    page.getByRole("alert").filter({ hasText: "do not belong together" }),
    "an address that nobody has is answered in the same words",
  ).toBeVisible()
})

test("whoever signs in lands where they wanted to go, revision and filters included", async ({ page }) => {
  const wanted = "/incidents/INC-1/evidence?revision=1&side=viewer"
  await page.goto(wanted)
  await expect(page).toHaveURL(/\/sign-in\?/)
  await signIn(page, "not the password")
  await signIn(page)
  await expect(page).toHaveURL(wanted)
  await expect(page.getByRole("banner")).toContainText(nameOf("legal"))
  await page.goto("/sign-in")
  await expect(page, "who is signed in need not do it again").toHaveURL("/")
})

test("an address outside the console is not followed after signing in", async ({ page }) => {
  for (const next of ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example/"]) {
    await page.context().clearCookies()
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`)
    await signIn(page)
    await expect(page).toHaveURL("/")
    await expect(page.getByRole("heading", { name: "Incidents", level: 1 })).toBeVisible()
  }
})

test("signing out ends the session: going back shows no page of the console", async ({ page }) => {
  await page.goto("/incidents/new")
  await signIn(page)
  await expect(page.getByRole("heading", { name: "Declare an incident" })).toBeVisible()
  const session = await page.context().cookies()
  await page.getByRole("button", { name: "Sign out" }).click()
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible()
  await page.goBack()
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible()

  await page.context().addCookies(session)
  await page.goto("/")
  await expect(
    page.getByRole("heading", { name: "Sign in" }),
    "a session that was kept aside is worth nothing any more",
  ).toBeVisible()
})

test("after too many attempts one waits, and is told how long, whether the address is anybody’s or not", async ({
  page,
  request,
  baseURL,
}) => {
  const address = `flooded-${Date.now()}@journeys.example`
  for (let tried = 0; tried < 10; tried++)
    await request.post("/api/sign-in", {
      form: { email: address, password: "not the password" },
      headers: { origin: baseURL ?? "" },
      maxRedirects: 0,
    })
  await page.goto("/sign-in")
  await signIn(page, PASSWORD, address)
  await expect(
    page.getByRole("alert").filter({ hasText: /too many attempts\. Try again in 1\d minutes\.$/ }),
  ).toBeVisible()
  await signIn(page)
  await expect(page.getByRole("banner"), "others are let in").toContainText(nameOf("legal"))
})

test("a code without a password before it leads back to the password", async ({ page }) => {
  await page.goto("/sign-in/second-factor")
  await page.getByLabel("Code").fill("123456")
  await page.getByRole("button", { name: "Go on" }).click()
  await expect(page.getByRole("alert").filter({ hasText: "Sign in again." })).toBeVisible()
})

const rooms = ["", "/evidence", "/questions", "/people", "/exposures", "/revisions", "/report"]
const run = "/runs/01a2000e-3c67-779b-bf82-c50edffd99e7"
const pages = [
  "/",
  "/account",
  "/members",
  "/members/somebody",
  "/roles",
  "/incidents/new",
  "/approvals",
  "/approvals/01a2000e-3c67-779b-bf82-c50edffd99e7",
  ...[...rooms, "/people/P-0000-0000-0000", run].map((room) => `/incidents/INC-1${room}`),
]

test("without a session every page leads to sign-in, and from there back to itself", async ({ page }) => {
  for (const path of pages) {
    await page.goto(`${path}?revision=1`)
    await expect(page.getByRole("heading", { name: "Sign in" }), path).toBeVisible()
    expect(new URL(page.url()).searchParams.get("next")).toContain(path)
    await expect(page.getByRole("navigation"), "nothing of the incident shows").toHaveCount(0)
    expect(await page.content()).not.toContain("Thumbnails shown to strangers")
  }
})

test("without a session every address for programs answers 401 and tells nothing", async ({
  request,
  baseURL,
}) => {
  const incident = "/api/incidents/INC-1"
  const lists = [
    "people",
    "exposures",
    "evidence",
    "rejects",
    "minutes",
    "coverage",
    "inputs",
    "questions",
    "moved",
  ]
  const addresses = [
    `${incident}/people`,
    `${incident}/exposures`,
    `${incident}/moved?revision=1&with=1`,
    ...lists.map((list) => `${incident}/export/${list}?revision=1`),
    `/api${run}/progress`,
  ]
  for (const address of addresses) {
    const answer = await request.get(address)
    expect(answer.status(), address).toBe(401)
    expect(await answer.json()).toEqual({ message: "Sign in first" })
  }
  const upload = await request.put("/api/evidence/01a2000e-3c67-779b-bf82-c50edffd99e7/files/a.csv", {
    data: "a,b\n",
    headers: { origin: baseURL ?? "" },
  })
  expect(upload.status()).toBe(401)
})

test("a form of another site can sign nobody in or out", async ({ request }) => {
  for (const headers of [{}, { origin: "https://elsewhere.example" }, { "sec-fetch-site": "cross-site" }]) {
    const form = { email: emailOf("legal"), password: PASSWORD }
    const answer = await request.post("/api/sign-in", { form, headers, maxRedirects: 0 })
    expect(answer.status()).toBe(403)
    expect(answer.headers()["set-cookie"]).toBeUndefined()
    for (const path of ["sign-out", "sign-in/second-factor", "sign-in/single"])
      expect((await request.post(`/api/${path}`, { headers, maxRedirects: 0 })).status(), path).toBe(403)
  }
})
