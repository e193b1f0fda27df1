import type { Page } from "@playwright/test"
import { declareIncident } from "./desk.ts"
import { expect, test } from "./journey.ts"
import { panel } from "./rooms.ts"

test("what was done on an incident stands in its Activity, is filtered, exported and verified", async ({
  page,
}) => {
  const incident = await declareIncident(page, "An incident whose trail is read")
  await page.goto(`${incident}/correct`)
  await page.getByRole("radio", { name: /^Low/ }).check()
  await page.getByLabel("Reason").fill("It was less than it had seemed")
  await page.getByRole("button", { name: "Correct the incident" }).click()
  await expect(page).not.toHaveURL(/correct$/)

  await page
    .getByRole("navigation", { name: "Rooms of the incident" })
    .getByRole("link", { name: "Activity" })
    .click()
  const entries = page.getByRole("table", { name: "Entries of the trail" })
  await expect(entries.getByRole("row")).toHaveCount(3)
  await expect(entries.getByRole("row").nth(1)).toContainText(
    /Corrected the incident.*It was less than it had/,
  )
  await expect(entries.getByRole("row").nth(2)).toContainText(/The security lead\s*as security/)

  await page.getByLabel("Act", { exact: true }).selectOption("Declared the incident")
  await page.getByRole("button", { name: "Apply" }).click()
  await expect(page).toHaveURL(/act=incident\.declare/)
  await expect(entries.getByRole("row")).toHaveCount(2)

  const download = page.waitForEvent("download")
  await page.getByRole("link", { name: "Export these as CSV" }).click()
  expect((await download).suggestedFilename()).toMatch(/^INC-\d+-activity\.csv$/)
  await page.getByRole("link", { name: "Clear all filters" }).click()
  await expect(entries.getByRole("row").nth(1)).toContainText("Exported the activity")

  await page.getByRole("button", { name: "Verify the trail" }).click()
  await expect(panel(page, "State of the trail").getByRole("status")).toContainText(
    /The trail is whole.*entries in \d+ chains/,
  )
})

test("the installation has a trail of its own, and no entry is a finding to go on from", async ({ page }) => {
  await page.goto("/")
  await page.getByRole("navigation", { name: "Places" }).getByRole("link", { name: "Activity" }).click()
  await expect(panel(page, "Entries")).toContainText("Made a member")
  await page.goto("/activity?to=2024-02-16")
  await expect(page.getByText("No entry is like this")).toBeVisible()
  await panel(page, "Entries").getByRole("link", { name: "Clear all filters" }).first().click()
  await expect(panel(page, "Entries")).toContainText("Made a member")
  await page.goto("/activity?from=tomorrow")
  await expect(page.getByText("from: tomorrow is no day like 2024-02-16")).toBeVisible()
})

test.describe("legal", () => {
  test.use({ person: "legal" })
  test("sees in numbers what forgetting would delete, and asks a second person", async ({ page }) => {
    const incident = await declareAsLegal(page)
    await page.goto(`${incident}/activity`)
    const forget = panel(page, "Forget what the trail tells")
    await expect(forget).toContainText(/What 1 entry of the trail of INC-\d+ told, up to entry 1, is deleted/)
    await forget.getByLabel("Why it is needed").fill("The retention of this incident is over")
    await forget.getByRole("button", { name: "Ask legal to approve" }).click()
    await expect(page).toHaveURL(/\/approvals\//)
    await page.goto(`${incident}/activity`)
    await expect(forget).toContainText("This waits for legal")
  })
})

/** An incident with one entry; its evidence is for security. */
async function declareAsLegal(page: Page): Promise<string> {
  await page.goto("/incidents/new")
  await page.getByLabel("Title").fill("An incident that is to be forgotten")
  await page.getByRole("radio", { name: /^Low/ }).check()
  await page.getByRole("button", { name: "Declare the incident" }).click()
  await expect(page).toHaveURL(/\/incidents\/INC-\d+/)
  return new URL(page.url()).pathname.replace("/evidence", "")
}

test.describe("support", () => {
  test.use({ person: "support" })
  test("is told that the room is not theirs, and gets no export", async ({ page }) => {
    const answer = await page.goto("/activity")
    expect(answer?.status()).toBe(403)
    await expect(page.getByRole("heading", { name: "Not for your role" })).toBeAttached()
    await expect(page.getByRole("link", { name: "Activity" })).toHaveCount(0)
    expect((await page.request.get("/api/activity")).status()).toBe(403)
  })
})
