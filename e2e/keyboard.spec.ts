import type { Locator, Page } from "@playwright/test"
import { declareWithUpload, uploadFiles } from "./desk.ts"
import { goodFiles } from "./evidence.ts"
import { expect, test } from "./journey.ts"
import { emailOf, PASSWORD } from "./people.ts"
import { FRIDAY, panel, untilDone } from "./rooms.ts"

/** From wherever the focus is, nothing is further away than this. */
const TABS_MAX = 80

test.describe("without a mouse", () => {
  test.use({ person: null })

  test("a person comes from sign-in to the log line by keys alone, and always sees where they are", async ({
    page,
    asPerson,
  }) => {
    test.setTimeout(120_000)
    await untilDone(await asPerson("security"), FRIDAY)
    await page.goto("/")
    await tabTo(page, page.getByLabel("E-mail"))
    await page.keyboard.type(emailOf("security"))
    await tabTo(page, page.getByLabel("Password"))
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")

    await press(page, page.getByRole("link", { name: /^INC-1 Thumbnails/ }))
    await expect(page).toHaveURL(/INC-1\?revision=1/)
    await press(page, room(page, "People"))
    await expect(page.getByRole("heading", { name: "People", level: 1 })).toBeVisible()
    await tabTo(page, page.getByLabel("Side"))
    await page.keyboard.type("View")
    await expect(page).toHaveURL(/side=viewer/)
    await expect(page.getByText(/of 13,000 accounts/)).toBeVisible()

    await tabTo(
      page,
      page
        .getByRole("table", { name: "Owners and viewers" })
        .getByRole("rowheader")
        .first()
        .getByRole("link"),
    )
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    const third = page.getByRole("row").filter({ has: page.locator("a:focus") })
    await expect(third).toHaveAttribute("aria-rowindex", "4")
    await page.keyboard.press("End")
    await expect(third).not.toHaveAttribute("aria-rowindex", "4")
    await expectFocusSeen(page)
    await page.keyboard.press("Home")
    await expect(third).toHaveAttribute("aria-rowindex", "2")
    const account = await page.locator("a:focus").innerText()
    await page.keyboard.press("Enter")
    await expect(page.getByRole("heading", { name: `Why ${account}?` })).toBeVisible()

    await press(
      page,
      page
        .locator("summary")
        .filter({ hasText: /: the log line$/ })
        .first(),
    )
    await expect(page.getByText("Where it stands").first()).toBeVisible()
    await tabTo(page, page.getByRole("button", { name: /^Copy SHA-256 / }).first())
  })
})

test("the first key on every page leads past the navigation to its content", async ({ page }) => {
  await untilDone(page, FRIDAY)
  for (const path of ["/", FRIDAY, `${FRIDAY}/people`]) {
    await page.goto(path)
    await page.keyboard.press("Tab")
    const skip = page.getByRole("link", { name: "Skip to content" })
    await expect(skip).toBeFocused()
    await expect(skip).toBeInViewport()
    await expectFocusSeen(page)
    await page.keyboard.press("Enter")
    await expect(page.getByRole("main")).toBeFocused()
    await page.keyboard.press("Tab")
    await expect(page.getByRole("main").locator(":focus"), "the next stop lies in the content").toHaveCount(1)
  }
})

test("a question is answered, and a choice changed, by keys alone", async ({ page }) => {
  await untilDone(page, "/incidents/INC-2")
  await page.goto("/incidents/INC-2/questions")
  const unanswered = page.getByRole("region").filter({ has: page.getByRole("group", { name: "Answer" }) })
  const question = panel(page, await unanswered.first().getByRole("heading").innerText())
  await tabTo(page, question.getByRole("radio").first())
  await page.keyboard.press("Space")
  await page.keyboard.press("ArrowDown")
  await expect(question.getByRole("radio", { name: /^It stands/ })).toBeChecked()
  await expectFocusSeen(page)
  await page.keyboard.press("Tab")
  await page.keyboard.type("It may hide somebody; the vendor was asked.")
  await press(page, question.getByRole("button", { name: "Keep this answer" }))
  await expect(question.getByText("It may hide somebody; the vendor was asked.")).toBeVisible()
  await expect(question.getByRole("button", { name: "Answer anew" })).toBeVisible()
})

test("a dialog takes the focus, keeps it, and gives it back", async ({ page }) => {
  await declareWithUpload(page, "A dialog by keys")
  await uploadFiles(page, [goodFiles().accounts])
  const opener = page.getByRole("button", { name: "Remove accounts.csv" })
  const dialog = page.getByRole("dialog", { name: "Remove accounts.csv?" })
  await press(page, opener)
  await expect(dialog.locator(":focus")).toHaveCount(1)
  for (let tabs = 0; tabs < 6; tabs++) {
    await page.keyboard.press("Tab")
    await expect(
      page.getByRole("main").locator("*:focus:not(dialog *)"),
      "nothing behind it has the focus",
    ).toHaveCount(0)
  }
  await page.keyboard.press("Escape")
  await expect(dialog).toBeHidden()
  await expect(opener).toBeFocused()
  await expect(opener, "nothing was done").toBeVisible()
  await page.keyboard.press("Enter")
  await press(page, dialog.getByRole("button", { name: "Remove the file" }))
  await expect(opener).toHaveCount(0)
})

test("charts and wide tables are reached and scrolled by keys", async ({ page }) => {
  await untilDone(page, FRIDAY)
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(FRIDAY)
  const when = panel(page, "When")
  await press(page, when.locator("summary", { hasText: "Show as table" }))
  const table = panel(page, "Outside the window").getByRole("region")
  await tabTo(page, table)
  await page.keyboard.press("ArrowRight")
  await page.keyboard.press("ArrowRight")
  await expect.poll(() => table.evaluate((element) => element.scrollLeft)).toBeGreaterThan(0)
})

const room = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Rooms of the incident" }).getByRole("link", { name })

/** Moves the focus there by the tab key alone; at each stop on the way it can be seen. */
async function tabTo(page: Page, target: Locator) {
  await expect(target).toBeVisible()
  for (let tabs = 0; tabs < TABS_MAX; tabs++) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press("Tab")
    await expectFocusSeen(page)
  }
  throw new Error(`${TABS_MAX} presses of the tab key do not reach ${target}`)
}

async function press(page: Page, target: Locator) {
  await tabTo(page, target)
  await page.keyboard.press("Enter")
}

/** What has the focus is in view, nothing lies over it, and it or what stands for it has a mark of at least 2 px. */
async function expectFocusSeen(page: Page) {
  const seen = await page.evaluate(() => {
    const element = document.activeElement
    if (!element || element === document.body) return "nothing has the focus"
    const isMarked = (one: Element | null) => {
      if (one === null) return false
      const { outlineStyle, outlineWidth } = getComputedStyle(one)
      return outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2
    }
    // A file input, a chip or a card marks the box that stands for it.
    const box = element.closest("label, [class*=drop]")
    const name = `${element.tagName} ${element.textContent?.slice(0, 40)}`
    if (!isMarked(element) && !isMarked(box)) return `no mark: ${name}`
    const shown = (isMarked(box) ? box : null) ?? element
    const { left, top, right, bottom } = shown.getBoundingClientRect()
    if (right <= 0 || bottom <= 0 || left >= innerWidth || top >= innerHeight) return `out of view: ${name}`
    const [x, y] = [
      (Math.max(left, 0) + Math.min(right, innerWidth)) / 2,
      (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2,
    ]
    const over = document.elementFromPoint(x, y)
    return shown.contains(over) || over?.contains(shown)
      ? "seen"
      : `${over?.tagName}.${over?.className} lies over: ${name}`
  })
  expect(seen).toBe("seen")
}
