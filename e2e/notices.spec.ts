import type { Page } from "@playwright/test"
import { declareDrill, runDone } from "./desk.ts"
import { expect, test } from "./journey.ts"
import { approve, askForLetters, planLetters, sayFacts, vouch } from "./letters.ts"
import { disclose, panel } from "./rooms.ts"
import { expectUsable } from "./usable.ts"

test.setTimeout(300_000)

/** Letters leave within seconds; on a busy machine within a minute or two. */
const SENT_MS_MAX = 120_000

test("support plans letters, counsel approves them, and they arrive; paused and resumed on the way", async ({
  page,
  asPerson,
}) => {
  const incident = await finishedDrill(page, "Letters that arrive")
  const support = await asPerson("support")
  await support.goto(`${incident}/notices`)
  await expect(panel(support, "Before letters are sent")).toContainText("Say who writes, what happened")
  await sayFacts(support, incident)
  await vouch(support, incident)
  const from = "Porchlight Care <care@porchlight.example>"
  const run = await planLetters(support, incident, { perSecond: "10", holdS: "20", from })
  await expect(panel(support, "The list")).toContainText(`${from} to Owner: video exposed`)
  await expect(panel(support, "What speaks against the letters")).toContainText(/Nothing/)
  await expectUsable(support)

  await support.getByRole("link", { name: "Preview" }).click()
  const letter = support.frameLocator("iframe").first()
  await expect(letter.getByRole("heading", { level: 1 })).toBeVisible()
  await expectUsable(support)
  await support.getByLabel("To which address").fill("somebody@porchlight.example")
  await support.getByRole("button", { name: "Send 1 test letter" }).click()
  await expect(support.getByText("The test letter is on its way")).toBeVisible()

  const request = await askForLetters(support, run)
  await expect(support.getByRole("button", { name: "Approve" }), "not by who asked").toHaveCount(0)
  await approve(await asPerson("counsel"), request)

  await support.goto(run)
  await support.getByRole("button", { name: /^Send [\d,]+ letters?$/ }).click()
  const live = panel(support, "How it goes")
  await expect(live.getByText(/nothing has left yet/)).toBeVisible()
  await pause(support)
  await expect(live.getByText("It is paused: nothing leaves")).toBeVisible()
  await expectUsable(support)
  await support.getByRole("button", { name: "Resume" }).click()
  const resume = support.getByRole("dialog", { name: "Let this run go on?" })
  await resume.getByLabel("Why").fill("Support is staffed now")
  await resume.getByRole("button", { name: /^Send [\d,]+ more letters?$/ }).click()
  await expect(live.getByText("Nothing is left to send.")).toBeVisible({ timeout: SENT_MS_MAX })
  await expectUsable(support)

  await support.goto("/inbox")
  await expect(panel(support, "Letters").getByRole("row").nth(1)).toBeVisible()
  await support.goto(`${run}/account`)
  await expect(panel(support, "Everybody who was reached").getByRole("row").nth(1)).toBeVisible()
  await expectUsable(support)
})

test("what is done for people who were not reached is noted in one list", async ({ page, asPerson }) => {
  const incident = await finishedDrill(page, "Letters that are stopped")
  const support = await asPerson("support")
  await sayFacts(support, incident)
  await vouch(support, incident)
  const run = await planLetters(support, incident, { holdS: "600" })
  await approve(await asPerson("legal"), await askForLetters(support, run))
  await support.goto(run)
  await support.getByRole("button", { name: /^Send [\d,]+ letters?$/ }).click()
  await support.getByRole("button", { name: "Stop for good" }).click()
  const stop = support.getByRole("dialog", { name: "Stop this run for good?" })
  await stop.getByLabel("Why").fill("The wrong people are on the list")
  await stop.getByRole("button", { name: /^Cancel [\d,]+ letters?$/ }).click()
  await expect(panel(support, "How it goes").getByText("Stopped", { exact: true })).toBeVisible()
  await support.goto(`${run}/account`)
  const list = panel(support, "Who was not reached")
  await list.getByRole("checkbox").first().check()
  await list.getByLabel("Note").fill("Reached by telephone this morning")
  await list.getByRole("button", { name: "Note it for the chosen people" }).click()
  await expect(list.getByText("Noted for 1 person.")).toBeVisible()
  await expect(list.getByRole("row").nth(1)).toContainText("Called: Reached by telephone this morning")
  const file = support.waitForEvent("download")
  await list.getByRole("link", { name: "Export who was not reached" }).click()
  expect((await file).suggestedFilename()).toMatch(/^INC-\d+-run-1-unreached\.csv$/)
})

test("one changed comma voids what was asked for", async ({ page, asPerson }) => {
  const incident = await finishedDrill(page, "Letters with a comma")
  const support = await asPerson("support")
  await sayFacts(support, incident)
  await vouch(support, incident)
  const run = await planLetters(support, incident)
  const request = await askForLetters(support, run)
  await support.goto(`${incident}/notices/letters/owner_shown/en`)
  const subject = support.getByLabel("Subject", { exact: true })
  await subject.fill((await subject.inputValue()).replace(" ", ", "))
  await support.getByLabel("Why it is changed").fill("It reads better with a comma")
  await support.getByRole("button", { name: "Keep as version 1" }).click()
  await expect(panel(support, "Versions").locator("ins").first()).toContainText(",")
  await expectUsable(support)
  const legal = await asPerson("legal")
  await legal.goto(request)
  await legal.getByRole("button", { name: "Approve" }).click()
  await expect(legal.getByText("This is void, because things have changed")).toBeVisible()
  await support.goto(run)
  await expect(support.getByText("What was asked for before would be void")).toBeVisible()
})

test("an authority’s hold leaves people out until it is lifted", async ({ page, asPerson }) => {
  const incident = await finishedDrill(page, "Letters that wait for an authority")
  const legal = await asPerson("legal")
  await legal.goto(`${incident}/notices/holds`)
  const form = panel(legal, "Place a hold")
  const place = form.getByRole("textbox", { name: /^Place/ })
  await place.fill("california")
  await form.getByLabel("Authority").fill("The sheriff of the county")
  await form.getByLabel("Why").fill("They ask to wait until Monday, file 77-12")
  await form.getByRole("button", { name: "Place the hold" }).click()
  await expect(legal.getByText("Give a country such as DE, or a region such as US-CA")).toBeVisible()
  await place.fill("us-ca")
  await form.getByRole("button", { name: "Place the hold" }).click()
  await expect(legal.getByText("The hold stands")).toBeVisible()
  await expectUsable(legal)
  await legal.getByRole("button", { name: "Lift the hold of The sheriff of the county for US-CA" }).click()
  const dialog = legal.getByRole("dialog", { name: "Lift this hold?" })
  await dialog.getByLabel("Why it is lifted").fill("They wrote that they are done")
  await dialog.getByRole("button", { name: "Lift the hold" }).click()
  await expect(panel(legal, "Holds of authorities")).toContainText("lifted")
})

test.describe("the administrator", () => {
  test.use({ person: "administrator" })
  test("sees that letters go to the sink while no relay is armed", async ({ page }) => {
    await page.goto("/settings/mail")
    await expect(page.getByText("Letters go to the sink: nobody outside gets one")).toBeVisible()
    await expectUsable(page)
  })
})

test("security sees the letters and may not change them", async ({ page }) => {
  const incident = await finishedDrill(page, "Letters that others write")
  await page.goto(`${incident}/notices`)
  await expect(page.getByRole("button", { name: "Plan letters" })).toBeDisabled()
  await disclose(page, "Corrections of what people were told before")
  await page.goto(`${incident}/notices/letters/owner_video/de`)
  await expect(page.getByRole("button", { name: "Keep as version 1" })).toBeDisabled()
  await expectUsable(page)
})

async function pause(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Pause" }).click()
  const dialog = page.getByRole("dialog", { name: "Pause this run?" })
  await dialog.getByLabel("Why").fill("Support wants to read one of them first")
  await dialog.getByRole("button", { name: /^Pause [\d,]+ letters?$/ }).click()
}

/** A small incident of the journey's own, classified once. */
async function finishedDrill(page: Page, title: string): Promise<string> {
  const incident = await declareDrill(page, title, "second-hand")
  await runDone(page)
  return incident
}
