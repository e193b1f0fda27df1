import type { Locator, Page } from "@playwright/test"
import { declareDrill, declareWithUpload, runDone, uploadFiles } from "./desk.ts"
import { file, hostileFolder } from "./evidence.ts"
import { expect, test } from "./journey.ts"
import { nameOf } from "./people.ts"
import { FRIDAY, openAll, panel, untilDone } from "./rooms.ts"
import { expectUsable } from "./usable.ts"

test.setTimeout(240_000)

const PHONE = { width: 390, height: 844 }
const WHY = "Support has to call everybody whose video was seen, tonight"
const LABEL = "Reveal all names"
const ask = (page: Page | Locator) => page.getByRole("button", { name: "Ask legal to approve" })

/** Asks for all names of a revision on its page of people, and stays at the request. */
async function askForNames(page: Page, incident: string, why = WHY): Promise<string> {
  await page.goto(`${incident}/people?revision=1`)
  await openAll(page)
  await page.getByLabel("Why it is needed").fill(why)
  await ask(page).click()
  await expect(page.getByRole("heading", { name: LABEL, level: 1 })).toBeVisible()
  await expect(page).toHaveURL(/\/approvals\/[0-9a-f-]{36}$/)
  return new URL(page.url()).pathname
}

/** What legal sees of it on their phone. */
async function onPhone(page: Page, path: string): Promise<void> {
  await page.setViewportSize(PHONE)
  await page.goto("/")
  await page.getByRole("link", { name: /^Waiting for you: \d+$/ }).click()
  await panel(page, "Waiting for you").locator(`a[href="${path}"]`).click()
  await expect(page.getByRole("button", { name: "Approve" })).toBeVisible()
}

test("security asks for all names, legal approves on a phone, security does it", async ({
  page,
  asPerson,
}) => {
  await untilDone(page, FRIDAY)
  const path = await askForNames(page, FRIDAY)
  await expect(panel(page, "What will happen")).toContainText(
    /of revision 1 become visible to The security lead/,
  )
  await expect(panel(page, "This waits for legal")).toBeVisible()
  await expect(page.getByRole("button", { name: "Approve" }), "not by who asked").toHaveCount(0)
  await expectUsable(page)

  const legal = await asPerson("legal")
  await onPhone(legal, path)
  const what = panel(legal, "What will happen")
  await expect(what).toContainText(WHY)
  await expect(what).toContainText(nameOf("security"))
  await expect(what.getByRole("link", { name: "Revision 1" })).toHaveAttribute("href", `${FRIDAY}?revision=1`)
  await expectUsable(legal)
  await legal.setViewportSize(PHONE)
  await legal.getByRole("button", { name: "Approve" }).click()
  await expect(legal.getByText(`${nameOf("legal")} has approved this`)).toBeVisible()

  await page.reload()
  await expect(page.getByRole("link", { name: /^Waiting for you: \d+$/ })).toBeVisible()
  await expectUsable(page)
  await page.getByRole("button", { name: LABEL, exact: true }).click()
  await expect(panel(page, "What was done")).toBeVisible()
  await expect(panel(page, "What happened so far").getByRole("listitem")).toHaveText([
    /^Asked for by The security lead/,
    /^Approved by The legal lead/,
    /^Done by The security lead/,
  ])
  await expect(page.getByRole("button", { name: LABEL }), "it is done once").toHaveCount(0)
  await page.goto("/approvals")
  await expect(panel(page, "Past").locator(`a[href="${path}"]`)).toBeVisible()
  await expectUsable(page)
})

test("what legal refuses is told with its reason, and can be asked for again", async ({ page, asPerson }) => {
  const incident = await finishedDrill(page, "Names that are refused")
  const path = await askForNames(page, incident)
  const legal = await asPerson("legal")
  await legal.goto(path)
  await legal.getByRole("button", { name: "Refuse" }).click()
  await expect(legal.getByText("Say why you refuse, in a sentence")).toBeVisible()
  const reason = "Support needs one name at a time, not all of them."
  await legal.getByLabel("Your reason").fill(reason)
  await legal.getByRole("button", { name: "Refuse" }).click()
  await expect(legal.getByText("This was refused")).toBeVisible()
  await page.reload()
  await expect(page.getByText(reason).first()).toBeVisible()
  await expect(ask(panel(page, "Ask again"))).toBeVisible()
  await expectUsable(page)
})

test("a request that waits is void when a new revision is there, and nothing is done", async ({
  page,
  asPerson,
}) => {
  const incident = await declareWithUpload(page, "Names of a revision that is superseded")
  await uploadFiles(
    page,
    Object.entries(hostileFolder()).map(([name, content]) => file(name, content)),
  )
  await page.getByRole("button", { name: "Make revision 1" }).click()
  await runDone(page)
  const path = await askForNames(page, incident)
  const legal = await asPerson("legal")
  await legal.goto(path)
  await page.goto(`${incident}/evidence`)
  const text = page.getByLabel("Incident file (YAML)")
  await text.fill((await text.inputValue()).replace("15:00:00", "14:52:00"))
  await page.getByRole("button", { name: "Make revision 2" }).click()
  await runDone(page)
  await legal.getByRole("button", { name: "Approve" }).click()
  await expect(legal.getByText("This is void, because things have changed")).toBeVisible()
  await page.goto(path)
  await expect(page.getByText("This is void, because things have changed")).toBeVisible()
  await expect(panel(page, "Ask again")).toBeVisible()
  await expectUsable(page)
})

test("an emergency is done at once, stands out, and is reviewed by legal once", async ({
  page,
  asPerson,
}) => {
  const incident = await finishedDrill(page, "Names in the middle of the night")
  await page.goto(`${incident}/people?revision=1`)
  await openAll(page)
  await expect(page.getByText("It is done at once, and nobody checks it before")).toBeVisible()
  await page.getByLabel("Why it cannot wait").fill("It is urgent")
  const without = page.getByRole("button", { name: `${LABEL} without approval` })
  await without.click()
  await expect(page.getByText(/Say in at least 20 characters/)).toBeVisible()
  const why = "The cameras are live, and nobody of legal answers since one o’clock."
  await page.getByLabel("Why it cannot wait").fill(why)
  await without.click()
  await expect(page.getByText("This was done in an emergency, without a second person")).toBeVisible()
  await expect(page.getByText("It waits for a review by legal")).toBeVisible()
  await expectUsable(page)
  const { pathname } = new URL(page.url())
  await page.goto("/approvals")
  await expect(panel(page, "Emergencies to be reviewed").locator(`a[href="${pathname}"]`)).toBeVisible()

  const legal = await asPerson("legal")
  await legal.goto("/approvals")
  await expectUsable(legal)
  await panel(legal, "Waiting for you").locator(`a[href="${pathname}"]`).click()
  await legal.getByLabel("What you found").fill("It was needed: the cameras were live until four.")
  await legal.getByRole("button", { name: "Keep this review" }).click()
  await expect(legal.getByText("Emergency, reviewed")).toBeVisible()
  await expect(legal.getByRole("button", { name: "Keep this review" })).toHaveCount(0)
})

test("a request is taken back by who asked", async ({ page }) => {
  const incident = await finishedDrill(page, "Names that nobody needs any more")
  await askForNames(page, incident)
  await page.getByRole("button", { name: "Withdraw the request" }).click()
  const dialog = page.getByRole("dialog", { name: "Withdraw the request?" })
  await dialog.getByRole("button", { name: "Withdraw the request" }).click()
  await expect(page.getByText("This was withdrawn")).toBeVisible()
})

test.describe("support", () => {
  test.use({ person: "support" })
  test("sees who may ask, and that what is not there is not there", async ({ page }) => {
    await page.goto("/approvals")
    await expect(panel(page, "Waiting for you")).toContainText("Nothing waits for you")
    await page.goto("/approvals/00000000-0000-4000-8000-000000000000")
    await expect(page.getByRole("heading", { level: 1 })).toContainText(/not|no /i)
  })
})

/** A small incident of the journey's own, classified once. */
async function finishedDrill(page: Page, title: string): Promise<string> {
  const incident = await declareDrill(page, title, "second-hand")
  await runDone(page)
  return incident
}
