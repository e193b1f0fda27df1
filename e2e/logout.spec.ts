import type { Page } from "@playwright/test"
import { IdpBrowser } from "../lib/testing/idp-browser.ts"
import { AUTHORITY, type DemoProvider, knownProvider, SWITCH } from "./demo-provider.ts"
import { declareIncident } from "./desk.ts"
import { expect, test } from "./journey.ts"
import { approve } from "./letters.ts"
import { panel } from "./rooms.ts"
import { expectUsable } from "./usable.ts"

test.setTimeout(300_000)

/** On a machine that is busy with other work. */
const MADE_MS_MAX = 60_000
const PAUSED_MS_MAX = 120_000
/** The archive of the demo's app takes self-contained tokens until they expire, which is waited for. */
const CLOSED_MS_MAX = 240_000
const ACCOUNTS = 300

let provider: DemoProvider
test.beforeAll(async () => {
  provider = await knownProvider()
  await provider.seed("account", ACCOUNTS)
})
test.afterAll(() => provider.forget())

test("everybody is logged out: switch, dry run, second person, canary wave, waves, and the proof", async ({
  page,
  asPerson,
}) => {
  const incident = await declareIncident(page, "Logged out, and proved")
  await switchOff(page, incident)

  const run = await planLogout(page, incident)
  await expect(panel(page, "What will happen")).toContainText(
    new RegExp(
      `ends at ${AUTHORITY} what was begun before the moment at which it begins, of ${ACCOUNTS} subjects`,
    ),
  )
  await expect(panel(page, "Switches")).toContainText("says so itself")
  await expectUsable(page)

  const request = await askToLogOut(page)
  await expect(page.getByRole("button", { name: "Approve" }), "not by who asked").toHaveCount(0)
  const responder = await asPerson("responder")
  await approve(responder, request)
  await expect(responder.getByRole("link", { name: /^Logout 1: / })).toBeVisible()
  await page.goto(run)
  const before = await tokensOf("account-000")
  expect(await answers(before)).toEqual({ opaque: "taken", jwt: "taken", refresh: "taken", archive: "taken" })
  await page.getByRole("button", { name: `Log out ${ACCOUNTS} subjects` }).click()

  const live = panel(page, /^How it (goes|went)$/)
  await expect(live.getByRole("listitem").filter({ hasText: "Canary wave" })).toBeVisible()
  // The page is not loaded again: it tells by itself how it goes.
  const proof = panel(page, "Proof by kind of token and app")
  await expect(proof.getByRole("timer")).toBeVisible({ timeout: CLOSED_MS_MAX })
  await expect(live).toContainText(`${ACCOUNTS} of ${ACCOUNTS} subjects are logged out`)
  expect(await answers(before)).toMatchObject({ opaque: "refused", jwt: "refused", refresh: "refused" })
  const fresh = await tokensOf("account-000")
  expect(await answers(fresh)).toEqual({ opaque: "taken", jwt: "taken", refresh: "taken", archive: "taken" })
  await expectUsable(page)
  await expect(panel(page, "Closed: every claim is proved")).toBeVisible({ timeout: CLOSED_MS_MAX })
  expect(await answers(before)).toMatchObject({ archive: "refused" })
  await expect(proof.getByRole("row", { name: /^JWT access tokens archive/ })).toContainText(
    /alive.*dead.*taken.*live on for up to/,
  )
  await expect(panel(page, "Steps")).toContainText("A fresh token of kind jwt is taken at archive")
  await expectUsable(page)
  const file = page.waitForEvent("download")
  await page.getByRole("link", { name: "Export the steps (CSV)" }).click()
  expect((await file).suggestedFilename()).toMatch(/^INC-\d+-logout-1-steps\.csv$/)
})

test("the gate stops a logout after which nobody can come back, and a person aborts it", async ({
  page,
  asPerson,
}) => {
  await provider.seed("other", ACCOUNTS)
  const incident = await declareIncident(page, "Logged out, and nobody can come back")
  const run = await planLogout(page, incident)
  await approve(await asPerson("responder"), await askToLogOut(page))
  await page.goto(run)
  await page.getByRole("button", { name: /^Log out [\d,]+ subjects$/ }).click()
  const trouble = page.getByRole("alert", { name: /^The gate has paused it/ })
  await failLoginsUntil(() => trouble.isVisible())
  await expect(trouble).toContainText(/logins of the last 60 s failed/)
  await expect(panel(page, "How it goes").getByRole("listitem").filter({ hasText: "Gate" })).toContainText(
    "paused here",
  )
  await expectUsable(page)
  await trouble.getByRole("button", { name: "Let it go on" }).click()
  const accept = page.getByRole("dialog", { name: "Let this logout go on?" })
  await expect(accept).toContainText("You accept")
  await accept.getByRole("button", { name: "Cancel" }).click()
  await trouble.getByRole("button", { name: "Abort" }).click()
  const abort = page.getByRole("dialog", { name: "Abort this logout for good?" })
  await abort.getByLabel("Why").fill("The login does not let people back in")
  await abort.getByRole("button", { name: /^Abort, and leave [\d,]+ subjects alone$/ }).click()
  await expect(page.getByText("Aborted", { exact: true }).first()).toBeVisible()
  await expect(trouble).toHaveCount(0)
  await expect(panel(page, "How it went")).toContainText(/10 of [\d,]+ subjects are logged out/)
  await page.goto(`${incident}/containment`)
  await expect(panel(page, "Logouts").getByRole("row", { name: /^Logout 1 / })).toContainText("Aborted")
  await expectUsable(page)
})

test.describe("an auditor", () => {
  test.use({ person: "auditor" })
  test("sees the logouts and why they may plan none", async ({ page, asPerson }) => {
    const incident = await declareIncident(await asPerson("security"), "Logouts that others plan")
    await page.goto(`${incident}/containment`)
    await expect(panel(page, "Logouts")).toContainText("Nobody has been logged out")
    await expect(page.getByRole("link", { name: "Plan a logout" })).toHaveCount(0)
    await page.goto(`${incident}/containment/new`)
    await expect(page.getByRole("button", { name: "Make the dry run" })).toBeDisabled()
    await expectUsable(page)
  })
})

async function switchOff(page: Page, incident: string): Promise<void> {
  await page.goto(`${incident}/containment`)
  await page.getByRole("button", { name: `Switch ${SWITCH} off` }).click()
  const dialog = page.getByRole("dialog", { name: `Switch ${SWITCH} off?` })
  await dialog.getByLabel("Why").fill("Strangers see each other's events")
  await dialog.getByRole("button", { name: "Switch it off" }).click()
  await expect(panel(page, "Switches").getByText("Confirmed", { exact: true }).first()).toBeVisible({
    timeout: MADE_MS_MAX,
  })
}

/** Fills the form in, wrongly at first, and stays at the dry run. */
async function planLogout(page: Page, incident: string): Promise<string> {
  await page.goto(`${incident}/containment`)
  await page.getByRole("link", { name: "Plan a logout" }).click()
  await page.getByRole("radio", { name: AUTHORITY }).check()
  await page.getByRole("radio", { name: /^Whoever used the app/ }).check()
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  await page.getByLabel("Used from (UTC)").fill(`${day(-1)}T00:00:00`)
  await page.getByLabel("Used until (UTC)").fill(`${day(-2)}T00:00:00`)
  await page.getByLabel("Subjects that go first").fill("10")
  await page.getByLabel("Waves", { exact: true }).fill("0")
  await page.getByLabel("Logins a second that are possible").fill("1000")
  await page.getByRole("button", { name: "Make the dry run" }).click()
  await expect(page.getByText("The stretch ends before it begins")).toBeVisible()
  await expect(page.getByLabel("Subjects that go first")).toHaveValue("10")
  await page.getByLabel("Used until (UTC)").fill(`${day(1)}T00:00:00`)
  await page.getByLabel("Waves", { exact: true }).fill("2")
  await page.getByRole("button", { name: "Make the dry run" }).click()
  await expect(page).toHaveURL(/\/containment\/runs\/\d+$/)
  await expect(panel(page, "What will happen")).toBeVisible({ timeout: MADE_MS_MAX })
  return new URL(page.url()).pathname
}

async function askToLogOut(page: Page): Promise<string> {
  const form = panel(page, "What will happen")
  await form.getByLabel("Why it is needed").fill("Tokens may have been mixed up")
  await form.getByRole("button", { name: "Ask security to approve" }).click()
  await expect(page).toHaveURL(/\/approvals\/[0-9a-f-]{36}$/)
  return new URL(page.url()).pathname
}

interface Tokens {
  opaque: string
  jwt: string
  refresh: string
}

/** What somebody's browsers have after they signed in through the form. */
async function tokensOf(sub: string): Promise<Tokens> {
  const opaque = await browser().signIn("app-opaque", sub)
  const jwt = await browser().signIn("app-jwt", sub)
  return { opaque: opaque.access_token, jwt: jwt.access_token, refresh: opaque.refresh_token }
}

function browser(): IdpBrowser {
  return new IdpBrowser(provider)
}

/**
 * What the app answers to whoever shows them. That the tab is switched off is said to those alone whose token is taken.
 */
async function answers({ opaque, jwt, refresh }: Tokens) {
  const said = async (path: string, init: RequestInit) => {
    const { status } = await fetch(`${provider.relyingPartyUrl}${path}`, init)
    return status === 401 ? "refused" : status === 200 || status === 404 ? "taken" : status
  }
  const bearing = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })
  const body = JSON.stringify({ refresh_token: refresh })
  return {
    opaque: await said("/api/events", bearing(opaque)),
    jwt: await said("/api/events", bearing(jwt)),
    refresh: await said("/api/token", { method: "POST", body }),
    archive: await said("/archive/api/events", bearing(jwt)),
  }
}

/** Somebody cannot come back, time and again, until something has come of it: the provider itself counts that. */
async function failLoginsUntil(isSo: () => Promise<boolean>): Promise<void> {
  const one = browser()
  const form = await one.follow(await one.ask(one.request("app-opaque").address))
  const action = /action="([^"]+)"/.exec(await form.text())?.[1] ?? ""
  const fail = async () => {
    const answer = await one.ask(action, { sub: "other-001", password: "wrong" })
    expect(answer.status).toBe(401)
    return await isSo()
  }
  await expect.poll(fail, { timeout: PAUSED_MS_MAX, intervals: [100] }).toBe(true)
}
