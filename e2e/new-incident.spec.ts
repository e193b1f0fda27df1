import type { Locator, Page } from "@playwright/test"
import { declareWithUpload, uploadFiles } from "./desk.ts"
import { badFiles, file, goodFiles, HOSTILE_LABEL, HOSTILE_TITLE, hostileIds } from "./evidence.ts"
import { fragileLine } from "./fragile-line.ts"
import { incidentFiles } from "./installation.ts"
import { expect, test } from "./journey.ts"
import { lookUp, openAll, panel, RUN_MS_MAX } from "./rooms.ts"

const MIB = 1024 * 1024

test("declaring refuses field by field what cannot be, and keeps what was typed", async ({ page }) => {
  await page.goto("/incidents/new")
  await page.getByLabel("Title").fill("   ")
  await page.getByRole("radio", { name: /^High/ }).check()
  await page.getByLabel("Aware at (UTC)").fill("2124-02-16T10:00")
  await page.getByLabel("First report").fill("A porch that is not theirs,\nsays a customer.")
  await page.getByRole("button", { name: "Declare the incident" }).click()
  const title = page.getByLabel("Title")
  await expect(title).toHaveAttribute("aria-invalid", "true")
  await expect(title).toHaveAccessibleDescription("Error: Give it a title")
  await expect(page.getByLabel("First report")).toHaveValue("A porch that is not theirs,\nsays a customer.")
  await expect(page.getByRole("radio", { name: /^High/ })).toBeChecked()
  await expect(page.getByLabel("Aware at (UTC)")).toHaveValue("2124-02-16T10:00")

  await title.fill(HOSTILE_TITLE)
  await page.getByRole("button", { name: "Declare the incident" }).click()
  await expect(page.getByLabel("Aware at (UTC)")).toHaveAccessibleDescription(/Error: This is yet to come/)
  await expect(title, "a field that was mended is blamed no more").not.toHaveAttribute("aria-invalid")
  await expect(title).toHaveValue(HOSTILE_TITLE)
})

test("a second click declares no second incident", async ({ page }) => {
  await page.goto("/incidents/new")
  await page.getByLabel("Title").fill("Declared by two clicks")
  await page.getByRole("radio", { name: /^Low/ }).check()
  await page.getByRole("button", { name: "Declare the incident" }).dblclick()
  await expect(page).toHaveURL(/\/evidence$/)
  await page.goto("/")
  await expect(page.getByRole("row", { name: /Declared by two clicks/ })).toHaveCount(1)
})

test("from a first report to the result, with bad files on the way and a mapping to correct", async ({
  page,
}) => {
  test.setTimeout(150_000)
  const incident = await declareWithUpload(page, HOSTILE_TITLE)
  const good = goodFiles()

  await test.step("what is wrong with a file is said beside it", async () => {
    await uploadFiles(page, [...badFiles(), good.accounts, good.devices])
    await expect(lineOf(page, "access.ndjson.gz")).toContainText("the gzip archive is damaged or truncated")
    await expect(lineOf(page, "entitlements.csv")).toContainText("lacks the column account_id")
    await expect(lineOf(page, "photo.ndjson")).toContainText("its content is no text")
    await expect(whatIs(page, "photo.ndjson")).toHaveValue("none")
    await expect(lineOf(page, "accounts.csv")).toContainText(
      "by its name and its columns account_id, email, name",
    )
    await expect(whatIs(page, "devices.csv")).toHaveValue("devices")
  })

  await test.step("a preview and a run of bad files say so, and nothing runs", async () => {
    await page.getByRole("button", { name: "Look at the first rows" }).click()
    await expect(alert(page, "access.ndjson.gz: the gzip archive is truncated")).toBeVisible()
    await page.getByRole("button", { name: "Make revision 1" }).click()
    await expect(alert(page, "the window is missing: from when to when must be looked at")).toBeVisible()
    await expect(page).toHaveURL(`${incident}/evidence`)
  })

  await test.step("a file of the same name replaces the bad one, and what does not belong is removed", async () => {
    await uploadFiles(page, [good.log, good.entitlements])
    await expect(lineOf(page, "access.ndjson.gz")).not.toContainText("damaged")
    await expect(lineOf(page, "entitlements.csv")).toContainText("by its name and its columns device_id")
    await page.getByRole("button", { name: "Remove photo.ndjson" }).click()
    const dialog = page.getByRole("dialog", { name: "Remove photo.ndjson?" })
    await expect(dialog, "what will happen, in numbers").toContainText("24 bytes are deleted")
    await dialog.getByRole("button", { name: "Remove the file" }).click()
    await page.getByRole("button", { name: "Remove the file" }).click()
    await expect(lineOf(page, "photo.ndjson")).toHaveCount(0)
    await expect(page.getByLabel("From (UTC)"), "the window is guessed from the log").toHaveValue(
      /^2024-02-16T14:00/,
    )
  })

  await test.step("the preview shows real rows, those that cannot be read, and the share that names nobody", async () => {
    await page.getByRole("button", { name: "Look at the first rows" }).click()
    const rows = panel(page, /^First rows of access/)
    await expect(rows.getByRole("table", { name: /^The first 20 events/ })).toContainText(
      "2024-02-16 14:00:30",
    )
    await expect(rows.getByRole("table", { name: /that cannot be read$/ }).getByRole("row")).toHaveCount(4)
    await expect(rows).toContainText("no rule of the mapping takes it")
    await expect(definition(rows, "Rows looked at")).toHaveText("53")
    await expect(definition(rows, "Cannot be read")).toHaveText("3")
    await expect(definition(rows, "Name nobody")).toHaveText("6 of 50 events (12.00 %)")
    await expectTextOnly(page)
  })

  await test.step("a mapping that is no YAML is refused with its place; a corrected one takes every row", async () => {
    await correctMapping(page)
  })

  await test.step("the run leads to its open questions and its figures", async () => {
    await page.getByLabel("To (UTC)").fill("2024-02-16T15:00:00Z")
    await page.getByRole("button", { name: "Make revision 1" }).click()
    await page.getByRole("link", { name: "Go to the open questions" }).click({ timeout: RUN_MS_MAX })
    await expect(panel(page, "A log that names nobody")).toContainText("6 events")
    await page.goto(incident)
    await expect(panel(page, "Owners")).toContainText(/1\s*owner/)
    await expect(panel(page, "Viewers")).toContainText(/5\s*viewers/)
    await expect(panel(page, "Viewers")).toContainText(
      "4 viewers tapped a thumbnail or viewed a video; 1 of them viewed a video.",
    )
  })
})

test("text of the evidence stays text in every room: no markup, no script, no turned direction", async ({
  page,
}) => {
  const incident = "/incidents/INC-3"
  for (const room of ["", "/evidence", "/questions", "/people", "/exposures", "/revisions", "/report"]) {
    await page.goto(`${incident}${room}`)
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible()
    await expectTextOnly(page)
  }
  // Whose cameras they are: what she calls them is shown while she is revealed.
  await page.goto(`${incident}/people?revision=1`)
  await lookUp(page, "kim")
  await expect(page.getByRole("heading", { name: /^Why P-/, level: 1 })).toBeVisible()
  for (const id of Object.values(hostileIds)) {
    await page.goto(`${incident}/people?revision=1`)
    await lookUp(page, id)
    await expect(page.getByRole("heading", { name: /^Why P-/, level: 1 })).toBeVisible()
    const shown = id.replace("\u202e", "\ufffd")
    await expect(panel(page, "Who this is").getByText(shown, { exact: true })).toBeVisible()
    await expect(page.getByText(HOSTILE_LABEL).first()).toBeVisible()
    await openAll(page)
    await expectTextOnly(page)
  }
  await page.getByRole("link", { name: "Its exposures as a table" }).click()
  await expect(page.getByText("Only exposures of account")).toBeVisible()
  await expect(page.getByRole("table", { name: "Exposures" })).toContainText(HOSTILE_LABEL)
  await expectTextOnly(page)
})

test("files that are no evidence by their name are refused where they are listed", async ({ page }) => {
  await declareWithUpload(page, "Odd names")
  await page
    .getByLabel("Choose files")
    .setInputFiles([file("log\u202enosjdn.csv", "a,b\n"), file(".hidden.csv", "a,b\n")])
  const sent = page.getByRole("list", { name: "Files" }).getByRole("listitem")
  await expect(sent.nth(0)).toContainText("the name holds characters that cannot be seen")
  await expect(sent.nth(1)).toContainText("the name begins with a dot, which hides a file")
  await page.getByRole("button", { name: "Remove .hidden.csv" }).click()
  await expect(sent).toHaveCount(1)
  await page.reload()
  await expect(page.getByRole("button", { name: /^Make revision/ }), "there is nothing to run").toHaveCount(0)
})

test("of two people who change how the files are read, the second is told, and overwrites nothing", async ({
  page,
  asPerson,
}) => {
  const incident = await declareWithUpload(page, "Two at one desk")
  await uploadFiles(page, Object.values(goodFiles()))
  const colleague = await asPerson("security")
  await colleague.goto(`${incident}/evidence`)
  await page.getByLabel("To (UTC)").fill("2024-02-16T15:00:00Z")
  await page.getByRole("button", { name: "Look at the first rows" }).click()
  await expect(panel(page, /^First rows of access/)).toBeVisible()
  await colleague.getByLabel("To (UTC)").fill("2024-02-16T16:00:00Z")
  await colleague.getByRole("button", { name: "Make revision 1" }).click()
  await expect(alert(colleague, "Somebody else has changed how these files are read.")).toBeVisible()
  await colleague.reload()
  await expect(colleague.getByLabel("To (UTC)")).toHaveValue("2024-02-16T15:00:00Z")
})

test("an upload that breaks off leaves nothing, and can be sent again", async ({ page, baseURL }) => {
  const line = await fragileLine(Number(new URL(baseURL ?? "").port))
  const incident = await declareWithUpload(page, "A line that breaks")
  await page.goto(`${line.url}${incident}/evidence`)
  const before = incidentFiles()
  const large = file("large.csv", Buffer.alloc(4 * MIB, "2024-02-16T14:00:00Z,kim,cam1\n"))
  const sent = page.getByRole("list", { name: "Files" }).getByRole("listitem")
  const arrivesInPart = () => expect.poll(() => incidentFiles().length).toBeGreaterThan(before.length)

  await test.step("the line breaks", async () => {
    line.loseAfter(MIB)
    await page.getByLabel("Choose files").setInputFiles(large)
    await expect(sent).toContainText(/\d+ % sent/)
    await arrivesInPart()
    line.cut()
    await expect(sent).toContainText("The connection broke off. Nothing of the file was kept; try again.")
    await expect.poll(incidentFiles, "nothing of it is left").toEqual(before)
    line.mend()
  })
  await test.step("the page is left", async () => {
    line.loseAfter(MIB)
    await page.getByRole("button", { name: "Send large.csv again" }).click()
    await arrivesInPart()
    await page.goto(`${incident}/evidence`)
    await expect.poll(incidentFiles).toEqual(before)
    await expect(page.getByText("Choose files")).toBeVisible()
    await expect(page.getByRole("button", { name: /^Make revision/ })).toHaveCount(0)
  })
  await test.step("the file arrives whole", async () => {
    await uploadFiles(page, [large])
    expect(incidentFiles().filter((path) => !before.includes(path))).toEqual([
      expect.stringMatching(/large\.csv$/),
    ])
    await expect(lineOf(page, "large.csv")).toBeVisible()
  })
  await line.close()
})

/** Breaks the drafted mapping, then decides what it left open. */
async function correctMapping(page: Page) {
  const mapping = page.getByLabel("The mapping (YAML)")
  const drafted = await mapping.inputValue()
  expect(drafted).toContain(
    'For you to decide: are these shown, tapped, viewed, or to be ignored? Until then they are rejected: "peek"',
  )
  await mapping.fill(`${drafted}\n  ]`)
  await page.getByRole("button", { name: "Look at the first rows" }).click()
  await expect(page.getByRole("main").getByRole("alert").first()).toBeVisible()
  await mapping.fill(
    drafted.replace(
      "- { otherwise: reject }",
      "- { when: { operation: peek }, action: shown }\n  - { otherwise: reject }",
    ),
  )
  await page.getByRole("button", { name: "Look at the first rows" }).click()
  const rows = panel(page, /^First rows of access/)
  await expect(definition(rows, "Cannot be read")).toHaveText("0")
  await expect(definition(rows, "Name nobody")).toHaveText("6 of 53 events (11.32 %)")
  await expect(rows.getByRole("table", { name: /that cannot be read$/ })).toHaveCount(0)
}

const lineOf = (page: Page, name: string) =>
  panel(page, "Files").getByRole("row", { name: new RegExp(`^${name} `) })
const whatIs = (page: Page, name: string) => page.getByLabel(`What ${name} is`)
const alert = (page: Page, text: string) => page.getByRole("alert").filter({ hasText: text })

function definition(part: Locator, term: string): Locator {
  return part.locator(`dt:text-is("${term}") + dd`)
}

/** No element came out of the evidence's texts, and none of its characters turns the page's direction. */
async function expectTextOnly(page: Page) {
  const main = page.getByRole("main")
  await expect(main.locator("script, iframe, img, b:text('Odd'), [onerror], [onload]")).toHaveCount(0)
  expect(await main.innerText()).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/)
}
