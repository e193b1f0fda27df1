import { declareWithUpload, uploadFiles } from "./desk.ts"
import { badFiles, goodFiles } from "./evidence.ts"
import { expect, test } from "./journey.ts"
import { FRIDAY, SECOND_HAND, untilDone } from "./rooms.ts"
import { expectUsable } from "./usable.ts"

test.setTimeout(180_000)

const rooms: [name: string, path: string][] = [
  ["the board", "/"],
  ["declaring", "/incidents/new"],
  ["the account", "/account"],
  ["the roles", "/roles"],
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
  ["the notices", `${FRIDAY}/notices`],
  ["the letters", `${FRIDAY}/notices/letters`],
  ["a letter", `${FRIDAY}/notices/letters/owner_video/de`],
  ["the holds of authorities", `${FRIDAY}/notices/holds`],
  ["the containment", `${FRIDAY}/containment`],
  ["the activity of an incident", `${FRIDAY}/activity`],
  ["activity that no filter leaves", `${FRIDAY}/activity?to=2024-02-16`],
  ["the activity of the installation", "/activity"],
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

test("a person whose other side is not shown, and the dialog that reveals them, can be read by everybody", async ({
  asPerson,
}) => {
  const page = await asPerson("support")
  await untilDone(page, FRIDAY)
  await page.goto(`${FRIDAY}/people?side=viewer&gradeMin=video`)
  await page.getByRole("rowheader").nth(1).getByRole("link").click()
  await page.getByRole("button", { name: "Reveal who this is" }).click()
  await expect(page.getByRole("dialog")).toBeVisible()
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
