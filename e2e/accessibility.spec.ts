import { AxeBuilder } from "@axe-core/playwright"
import type { Page } from "@playwright/test"
import { declareWithUpload, uploadFiles } from "./desk.ts"
import { badFiles, goodFiles } from "./evidence.ts"
import { expect, test } from "./journey.ts"
import { FRIDAY, openAll, SECOND_HAND, untilDone } from "./rooms.ts"

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
const DESKTOP = { width: 1280, height: 900 }
const PHONE = { width: 390, height: 844 }

test.setTimeout(180_000)

const rooms: [name: string, path: string][] = [
  ["the board", "/"],
  ["declaring", "/incidents/new"],
  ["the overview", FRIDAY],
  ["the open questions", `${FRIDAY}/questions`],
  ["questions that wait", `${SECOND_HAND}/questions`],
  ["the people", `${FRIDAY}/people`],
  ["people that no filter leaves", `${FRIDAY}/people?search=nobody`],
  ["an account that nothing names", `${FRIDAY}/people/nobody`],
  ["the exposures", `${FRIDAY}/exposures`],
  ["the revisions", `${FRIDAY}/revisions`],
  ["the report", `${FRIDAY}/report`],
  ["the evidence of a drill", `${FRIDAY}/evidence`],
  ["the choice of evidence", `${FRIDAY}/evidence?choose=`],
  ["a result with bounds", SECOND_HAND],
  ["an address that leads nowhere", "/incidents/INC-999"],
]
for (const [name, path] of rooms)
  test(`${name} can be used by everybody`, async ({ page }) => {
    await untilDone(page, path.startsWith(SECOND_HAND) ? SECOND_HAND : FRIDAY)
    await page.goto(path)
    await expectUsable(page)
  })

test("a person with their log lines can be read by everybody", async ({ page }) => {
  await untilDone(page, FRIDAY)
  await page.goto(`${FRIDAY}/people?side=viewer&gradeMin=video`)
  await page.getByRole("rowheader").first().getByRole("link").click()
  await expect(page.getByRole("heading", { name: /^Why / })).toBeVisible()
  await expectUsable(page)
})

test("a run can be followed by everybody", async ({ page }) => {
  await untilDone(page, FRIDAY)
  await page.goto("/")
  await page
    .getByRole("row", { name: /^INC-1 / })
    .getByRole("link", { name: /revision 1$/ })
    .click()
  await expect(page.getByRole("heading", { name: "Revision 1, attempt 1" })).toBeVisible()
  await expectUsable(page)
})

test("the evidence desk, its faults and its preview can be used by everybody", async ({ page }) => {
  await declareWithUpload(page, "A desk for everybody")
  await expectUsable(page)
  const { log, accounts, devices, entitlements } = goodFiles()
  const [picture] = badFiles()
  await uploadFiles(page, [log, accounts, devices, entitlements, ...(picture ? [picture] : [])])
  await page.getByLabel("To (UTC)").fill("tomorrow")
  await page.getByRole("button", { name: "Make revision 1" }).click()
  await expect(page.getByRole("alert").filter({ hasText: "is not a time" })).toBeVisible()
  await page.getByLabel("To (UTC)").fill("2024-02-16T15:00:00Z")
  await page.getByRole("button", { name: "Look at the first rows" }).click()
  await expect(page.getByRole("table", { name: /^The first 20 events/ })).toBeVisible()
  await expectUsable(page)
})

test("a form that was refused can be mended by everybody", async ({ page }) => {
  await page.goto("/incidents/new")
  await page.getByLabel("Title").fill(" ")
  await page.getByRole("radio", { name: /^Low/ }).check()
  await page.getByRole("button", { name: "Declare the incident" }).click()
  await expect(page.getByText("Give it a title")).toBeVisible()
  await expectUsable(page)
})

test.describe("nobody is signed in", () => {
  test.use({ person: null })
  test("sign-in and its refusal can be used by everybody", async ({ page }) => {
    await page.goto("/sign-in?failed=wrong&email=kim%40journeys.example")
    await expect(page.getByRole("alert").filter({ hasText: "do not belong together" })).toBeVisible()
    await expectUsable(page)
  })
})

/** No rule of axe is broken, light and dark, wide and narrow, with all that is hidden opened; and no page is wider than a phone. */
async function expectUsable(page: Page) {
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1)
  await openAll(page)
  for (const size of [DESKTOP, PHONE]) {
    await page.setViewportSize(size)
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(sideways, `at ${size.width} px the page does not scroll sideways`).toBeLessThanOrEqual(0)
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme })
      // "Legacy" leaves out what pages with frames need; ours have none, and it takes a third of the time.
      const { violations } = await new AxeBuilder({ page }).withTags(RULES).setLegacyMode().analyze()
      const told = violations.flatMap(({ id, help, nodes }) =>
        nodes.slice(0, 3).map(({ target, failureSummary }) => `${id}: ${help}\n${target}\n${failureSummary}`),
      )
      expect(told, `${page.url()}, ${size.width} px, ${colorScheme}`).toEqual([])
    }
  }
  await page.setViewportSize(DESKTOP)
  await page.emulateMedia({ colorScheme: "light" })
}
