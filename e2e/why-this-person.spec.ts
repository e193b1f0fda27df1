import { createHash } from "node:crypto"
import type { Page } from "@playwright/test"
import { expect, test } from "./journey.ts"
import { definition, disclose, FRIDAY, lookUp, panel, reveal, untilDone } from "./rooms.ts"

const list = (page: Page) => page.getByRole("table", { name: "Owners and viewers" })
const lines = (page: Page) => list(page).getByRole("rowheader")

test.beforeEach(async ({ page }) => {
  await untilDone(page, FRIDAY)
})

test("filters and order stand in the address: they survive a reload and can be sent to a colleague", async ({
  page,
  asPerson,
}) => {
  await page.goto(`${FRIDAY}/people`)
  await expect(page).toHaveURL(`${FRIDAY}/people?revision=1`)
  await page.getByLabel("Side").selectOption("Viewers")
  await expect(page).toHaveURL(/side=viewer/)
  await page.getByLabel("Grade at least").selectOption("Video viewed")
  await expect(page).toHaveURL(/gradeMin=video/)
  await expect(
    page.getByText("All 118 accounts").or(page.getByText("First 100 of 118 accounts")),
  ).toBeVisible()
  await expect(page.getByRole("link", { name: "Export 118 accounts as CSV" })).toBeVisible()

  await page.getByRole("button", { name: "Owners", exact: true }).click()
  const header = page.getByRole("columnheader", { name: "Owners", exact: true })
  await expect(header).toHaveAttribute("aria-sort", "descending")
  const mostFirst = await column(page, "Owners")
  expect(mostFirst).toEqual(mostFirst.toSorted((a, b) => b - a))
  await page.getByRole("button", { name: "Owners", exact: true }).click()
  await expect(header).toHaveAttribute("aria-sort", "ascending")
  await expect(async () => {
    const fewestFirst = await column(page, "Owners")
    expect(fewestFirst).toEqual(fewestFirst.toSorted((a, b) => a - b))
  }).toPass()

  const first = await lines(page).first().innerText()
  await page.reload()
  const colleague = await asPerson("support")
  await colleague.goto(page.url())
  for (const desk of [page, colleague]) {
    await expect(desk.getByLabel("Side")).toHaveValue("viewer")
    await expect(desk.getByLabel("Grade at least")).toHaveValue("video")
    await expect(desk.getByRole("columnheader", { name: "Owners", exact: true })).toHaveAttribute(
      "aria-sort",
      "ascending",
    )
    await expect(lines(desk).first()).toHaveText(first)
  }
  await page.getByRole("button", { name: "Clear all filters" }).click()
  await expect(page.getByText(/of 24,700 accounts/)).toBeVisible()
  await page.goBack()
  await expect(page.getByLabel("Grade at least"), "going back takes the filters back").toHaveValue("video")
})

test("what an address asks for that the list does not have is said, and the whole list is shown", async ({
  page,
}) => {
  await page.goto(`${FRIDAY}/people?revision=1&gradeMin=gigantic`)
  await expect(page.getByText("The address asks for something that this list does not have")).toBeVisible()
  await expect(page.getByText(/of 24,700 accounts/)).toBeVisible()
  await page.getByRole("link", { name: "Drop it from the address" }).click()
  await expect(page).toHaveURL(`${FRIDAY}/people?revision=1`)
  await page.goto(`${FRIDAY}/people?revision=1&search=zzz`)
  await expect(page.getByText("No account is what the filters ask for")).toBeVisible()
  await page.goto(`${FRIDAY}/people?revision=99`)
  await expect(page.getByText("There is nothing at this address")).toBeVisible()
})

test("a list that is scrolled to its end shows every account once, and only those near the view are in the page", async ({
  page,
}) => {
  const total = 230
  await page.goto(`${FRIDAY}/people?revision=1&gradeMin=video`)
  await expect(page.getByText(`First 100 of ${total} accounts`)).toBeVisible()
  const rows = new Map<number, string>()
  let inPageMost = 0
  await lines(page).first().getByRole("link").focus()
  await expect(async () => {
    const shown = await shownRows(page)
    inPageMost = Math.max(inPageMost, shown.length)
    for (const [index, account] of shown) {
      expect(rows.get(index) ?? account, `row ${index} stays what it was`).toBe(account)
      rows.set(index, account)
    }
    await page.keyboard.press("PageDown")
    expect(rows.size).toBe(total)
  }).toPass({ intervals: [20] })
  await expect(page.getByText(`All ${total} accounts`)).toBeVisible()
  expect(new Set(rows.values()).size, "no account stands there twice").toBe(total)
  expect(inPageMost).toBeLessThan(80)
})

test("a person leads to their exposures and down to the log line, whose digest can be recomputed", async ({
  page,
}) => {
  await page.goto(`${FRIDAY}/people?revision=1&side=viewer&gradeMin=video`)
  const person = await lines(page).first().innerText()
  await lines(page).first().getByRole("link").click()
  await expect(page.getByRole("heading", { name: `Why ${person}?`, level: 1 })).toBeVisible()
  await expect(panel(page, "In plain words")).toContainText(
    "This account viewed a video that was not its own.",
  )
  const who = await reveal(page)
  await expect(who).toContainText("@")
  const account = await definition(who, "Account id").innerText()

  const side = panel(page, "As viewer: whose footage it received")
  const worst = side.getByRole("listitem").first()
  await expect(worst).toContainText("Video viewed")
  await expect(worst, "the rule in words").toContainText("Why, and ")
  const line = await disclose(worst, /: the log line$/)
  const raw = await line.locator("pre").innerText()
  expect(JSON.parse(raw), "the line is that of this account").toMatchObject({ account_id: account })
  const shown = await definition(line, "SHA-256 of the line").locator("code").innerText()
  expect(shown).toBe(createHash("sha256").update(raw).digest("hex"))
  await expect(definition(line, "Recomputed now")).toHaveText(
    "Agrees: the line is as it was when the log was read",
  )
  await expect(definition(line, "Where it stands")).toContainText(/access.*line [\d,]+ \(source app\)/)

  await test.step("the owner whose footage it was is one step away, and so is the table of exposures", async () => {
    await worst.getByRole("link").first().click()
    await expect(
      panel(page, "As owner: who received its footage").getByRole("link", { name: person }).first(),
    ).toBeVisible()
    await page.getByRole("link", { name: "Its exposures as a table" }).click()
    await expect(page.getByRole("heading", { name: "Exposures", level: 1 })).toBeVisible()
    await expect(page.getByRole("table", { name: "Exposures" })).toContainText(person)
  })
})

test("an account is looked up by its id and by its e-mail address, in whatever case", async ({ page }) => {
  await page.goto(`${FRIDAY}/people?revision=1&side=owner&gradeMin=video`)
  const person = await lines(page).first().innerText()
  await lines(page).first().getByRole("link").click()
  const who = await reveal(page)
  const account = await definition(who, "Account id").innerText()
  const address = await definition(who, "E-mail").innerText()
  for (const asked of [account, ` ${address.toUpperCase()} `]) {
    await page.goto(`${FRIDAY}/people?revision=1`)
    await lookUp(page, asked)
    await expect(page.getByRole("heading", { name: `Why ${person}?` })).toBeVisible()
    expect(page.url(), "what was typed stands in no address").not.toMatch(/@|u\d{8}/)
  }
})

test("an account that no exposure names is shown with what that rests on", async ({ page }) => {
  await openUnaffected(page)
  const main = page.getByRole("main")
  await expect(panel(page, "In plain words")).toContainText(
    /It (is not shown as affected|may be called unaffected) on this revision. That rests on:/,
  )
  await expect(main).toContainText("The log shows nobody who received its footage without a right to it.")
  await expect(main).toContainText("99,390 rows of the log")
})

test("an account that nothing names is said to be unknown, by look-up and by address", async ({ page }) => {
  await page.goto(`${FRIDAY}/people?revision=1`)
  await lookUp(page, "nobody@nowhere.example")
  await expect(page.getByText("There is no such account")).toBeVisible()
  await expect(page.getByText("nobody@nowhere.example")).toBeVisible()
  await expect(page.getByLabel("Account id or e-mail address")).toHaveValue("nobody@nowhere.example")
  await lookUp(page, "   ")
  await expect(page.getByText("Type an account’s id or an e-mail address")).toBeVisible()
  await page.goto(`${FRIDAY}/people/${encodeURIComponent("<b>nobody</b>")}?revision=1`)
  await expect(page.getByText("There is no such person in this revision")).toBeVisible()
  await page.getByRole("link", { name: "Look somebody up" }).click()
  await expect(page.getByRole("heading", { name: "People", level: 1 })).toBeVisible()
})

/** The cells of a column as numbers, of the rows that are in the page. */
async function column(page: Page, name: string): Promise<number[]> {
  return await list(page).evaluate((table, header) => {
    const index = [...table.querySelectorAll("thead th")].findIndex((cell) => cell.textContent === header)
    const rows = [...table.querySelectorAll("tbody tr[data-row]")]
    return rows.map((row) => Number(row.children[index]?.textContent?.replaceAll(",", "")))
  }, name)
}

/** The accounts in the page, each with the place that its row has in the whole list. */
async function shownRows(page: Page): Promise<[index: number, account: string][]> {
  return await list(page).evaluate((table) =>
    [...table.querySelectorAll("tbody tr[data-row]")].map((row) => [
      Number(row.getAttribute("aria-rowindex")) - 2,
      row.querySelector("th")?.textContent ?? "",
    ]),
  )
}

/** Opens the page of the first account of the accounts table that is neither owner nor viewer. */
async function openUnaffected(page: Page): Promise<void> {
  for (let number = 1; ; number++) {
    await page.goto(`${FRIDAY}/people?revision=1`)
    await lookUp(page, `u${String(number).padStart(8, "0")}`)
    const heading = page.getByRole("heading", { name: /P-/, level: 1 })
    await expect(heading).toBeVisible()
    if (!(await heading.innerText()).startsWith("Why")) return
  }
}
