import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { Locator, Page } from "@playwright/test"
import { parse } from "csv-parse/sync"
import { hostileIds } from "./evidence.ts"
import { dataFolder, incidentFiles } from "./installation.ts"
import { expect, test } from "./journey.ts"
import { FRIDAY, HOSTILE, openAll, panel, SECOND_HAND, untilDone } from "./rooms.ts"

type Line = Record<string, string>

test("the report names its revision, digests, inputs, questions and answers", async ({ page }) => {
  await untilDone(page, SECOND_HAND)
  const reason = "The vendor confirmed it in writing on 11 March."
  await page.goto(`${SECOND_HAND}/questions`)
  const question = page
    .getByRole("region")
    .filter({ has: page.getByRole("group", { name: "Answer" }) })
    .last()
  const title = await question.getByRole("heading").innerText()
  await question.getByRole("radio", { name: /^It stands/ }).check()
  await question.getByLabel("Reason").fill(reason)
  await question.getByRole("button", { name: "Keep this answer" }).click()
  await expect(page.getByText(reason)).toBeVisible()

  await page.getByRole("link", { name: "Report" }).click()
  await expect(page.getByRole("button", { name: "Print the report" })).toBeVisible()
  const facts = panel(page, "The incident")
  await expect(facts).toContainText("A customer sees a porch that is not theirs.")
  await expect(facts).toContainText("opened by The security lead")
  await expect(page.getByRole("main")).toContainText(/[0-9a-f]{64}/)
  const answered = panel(page, "Open questions and their answers")
  const item = answered.getByRole("listitem").filter({ hasText: title })
  await expect(item).toContainText("It stands: it may hide people who are affected.")
  await expect(item).toContainText(`“${reason}” (The security lead, `)
  await expect(answered.getByText("Unanswered.").first()).toBeVisible()
  await expect(panel(page, "In short")).toContainText(
    "not shown as affected, neither as owner nor as viewer.",
  )
})

test("the chain of custody holds: each input's SHA-256 is that of the file as it lies there", async ({
  page,
}) => {
  await untilDone(page, SECOND_HAND)
  await page.goto(`${SECOND_HAND}/report`)
  const inputs = panel(page, /^Chain of custody/)
    .getByRole("row")
    .filter({ has: page.locator("code") })
  const shown = await inputs.evaluateAll((rows) =>
    rows.map((row) => ({
      path: row.querySelector("th bdi, td bdi")?.textContent ?? "",
      sha256: row.querySelector("code")?.textContent ?? "",
    })),
  )
  expect(shown.length).toBeGreaterThan(4)
  const evidence = incidentFiles().filter((path) => path.includes("/evidence/"))
  for (const { path, sha256 } of shown) {
    const digests = evidence.filter((one) => one.endsWith(`/${path}`)).map(digestOf)
    expect(digests, path).toContain(sha256)
  }
  const listed = await exported(page, `${SECOND_HAND}/`, "Export Inputs")
  expect(listed.map(({ sha256 }) => sha256)).toEqual(shown.map(({ sha256 }) => sha256))
})

test("the report prints as a document: without navigation and buttons, with all that it says on its pages", async ({
  page,
}) => {
  await untilDone(page, FRIDAY)
  await page.goto(`${FRIDAY}/report`)
  await expect(page.getByRole("navigation", { name: "Rooms of the incident" })).toBeVisible()
  await page.emulateMedia({ media: "print", colorScheme: "dark" })
  for (const hidden of [
    page.getByRole("navigation"),
    page.getByRole("banner"),
    page.getByRole("button", { name: "Print the report" }),
    page.getByRole("button", { name: /^Copy/ }),
  ])
    await expect(hidden.filter({ visible: true })).toHaveCount(0)
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible()
  const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  expect(ground, "paper is white, also for those who read in the dark").toBe("rgb(255, 255, 255)")
  const pdf = (await page.pdf({ format: "A4", printBackground: true })).toString("latin1")
  expect(pdf.startsWith("%PDF-")).toBe(true)
  const pages = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0
  expect(pages).toBeGreaterThanOrEqual(2)
  expect(pages).toBeLessThanOrEqual(12)
  // A4 less its margins, at 96 dpi: what is wider makes all of it smaller, or is cut off.
  await page.setViewportSize({ width: 688, height: 1000 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
})

test("every list exports as many rows as its page says", async ({ page }) => {
  await untilDone(page, FRIDAY)
  await page.goto(`${FRIDAY}?revision=1`)
  const lists = panel(page, "Lists to take away")
    .getByRole("row")
    .filter({ has: page.getByRole("link") })
  await expect(lists).toHaveCount(8)
  for (const list of await lists.all()) {
    const holds = await list.getByRole("cell").first().innerText()
    const rows = await download(page, list.getByRole("link"))
    const said = /^([\d,]+) /.exec(holds)?.[1]?.replaceAll(",", "")
    if (said) expect(rows.length, holds).toBe(Number(said))
    else expect(rows.length, holds).toBeGreaterThan(0)
  }
})

test("an export of a filtered list holds what the filter leaves, and adds up to the figures", async ({
  page,
}) => {
  await untilDone(page, FRIDAY)
  await page.goto(`${FRIDAY}/people?revision=1&side=viewer&gradeMin=tapped`)
  const people = await download(page, page.getByRole("link", { name: "Export 1,504 accounts as CSV" }))
  expect(people.length).toBe(1_504)
  expect(people.filter(({ viewer_grade }) => viewer_grade === "video").length).toBe(118)
  expect(new Set(people.map(({ pseudonym }) => pseudonym)).size).toBe(1_504)
  await page.goto(`${FRIDAY}/exposures?revision=1&relation=staff`)
  const exposures = await download(page, page.getByRole("link", { name: "Export 12 exposures as CSV" }))
  expect(exposures.map(({ relation, in_scope }) => `${relation} ${in_scope}`)).toEqual(
    Array(12).fill("staff false"),
  )
})

test("no cell of an export is a formula to a spreadsheet, and nothing of the text is lost", async ({
  asPerson,
}) => {
  const page = await asPerson("legal") // To whom all names of this revision are revealed.
  await untilDone(page, HOSTILE)
  const revealed = `${HOSTILE}?revision=1`
  for (const list of [
    "Export People",
    "Export Exposures",
    "Export Misbound events",
    "Export Open questions",
  ]) {
    const rows = await exported(page, revealed, list)
    const cells = rows.flatMap((row) => Object.values(row))
    expect(cells.length).toBeGreaterThan(0)
    expect(
      cells.filter((cell) => /^[=+\-@\t\r]/.test(cell)),
      list,
    ).toEqual([])
  }
  const accounts = (await exported(page, revealed, "Export People")).map(({ account_id }) => account_id)
  for (const id of Object.values(hostileIds)) expect(accounts).toContain(id.startsWith("=") ? `'${id}` : id)
})

test("the report opens for support and legal as well, and says who opened it", async ({ asPerson }) => {
  for (const role of ["support", "legal"] as const) {
    const page = await asPerson(role)
    await untilDone(page, FRIDAY)
    await page.goto(`${FRIDAY}/report`)
    await openAll(page)
    await expect(page.getByRole("main")).toContainText(`opened by The ${role} lead`)
  }
})

async function exported(page: Page, incident: string, name: string): Promise<Line[]> {
  await page.goto(incident)
  return await download(page, page.getByRole("link", { name, exact: true }))
}

async function download(page: Page, link: Locator): Promise<Line[]> {
  const [file] = await Promise.all([page.waitForEvent("download"), link.click()])
  expect(file.suggestedFilename()).toMatch(/^INC-\d+-revision-\d+-\w+\.csv$/)
  return parse(readFileSync(await file.path()), { columns: true, bom: true }) as Line[]
}

function digestOf(path: string): string {
  return createHash("sha256")
    .update(readFileSync(join(dataFolder(), "incidents", path)))
    .digest("hex")
}
