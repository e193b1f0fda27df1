import type { Page } from "@playwright/test"
import { expect, test } from "./journey.ts"
import { nameOf } from "./people.ts"
import { FRIDAY, HOSTILE, panel, untilDone } from "./rooms.ts"

/** What the world in small counts in place of its 10 million accounts. */
const ACCOUNTS = "100,000 accounts"
const REASON = "The yardstick's dirt was planted, and none of it hides an access."

test("the open questions stand before the first figure, on the board and on the overview", async ({
  page,
}) => {
  await untilDone(page, FRIDAY)
  await page.goto("/")
  const line = page.getByRole("row", { name: /^INC-1 / })
  await expect(line).toContainText("4 open questions (security, legal)")
  await line.getByRole("link", { name: /^INC-1/ }).click()
  await expect(page, "the address names the revision, so that it shows the same tomorrow").toHaveURL(
    `${FRIDAY}?revision=1`,
  )
  const waiting = page.getByText("4 open questions wait for security or legal")
  const figures = panel(page, "How it came to these numbers")
  await expect(waiting).toBeVisible()
  const [question, figure] = [await waiting.boundingBox(), await figures.boundingBox()]
  expect(question?.y).toBeLessThan(figure?.y ?? 0)
  for (const line of [
    "Rows that could not be read: 105 rows",
    "Suspiciously much is misbound: 36,260 events",
    "Catalogue and log name different devices: 9,098 events",
    "Footage of unknown time: 99 events",
  ])
    await expect(page.getByRole("listitem").filter({ hasText: line })).toBeVisible()
})

test("the overview shows the published figures, each with its side, its unit and its denominator", async ({
  page,
}) => {
  await untilDone(page, FRIDAY)
  await page.goto(FRIDAY)
  const viewers = panel(page, "Viewers")
  await expect(viewers).toContainText(/13,000\s*viewers/)
  await expect(viewers).toContainText("who received footage of others")
  await expect(viewers).toContainText(`13.00 % of ${ACCOUNTS}`)
  await expect(viewers).toContainText(
    "1,504 viewers tapped a thumbnail or viewed a video; 118 of them viewed a video.",
  )
  await expect(parts(viewers)).toHaveText(["Video viewed118", "Thumbnail tapped1,386", "Merely shown11,496"])

  const owners = panel(page, "Owners")
  await expect(owners).toContainText(/11,720\s*owners/)
  await expect(owners).toContainText("whose footage others received")
  await expect(owners).toContainText(`11.72 % of ${ACCOUNTS}`)
  await expect(parts(owners)).toHaveText(["Video exposed112", "Thumbnail tapped1,317", "Merely shown10,291"])

  const all = panel(page, "All accounts")
  await expect(all).toContainText(
    `11,720 owners + 13,000 viewers − 20 accounts on both sides = 24,700 accounts.`,
  )
  await expect(all).toContainText(`75.30 % of ${ACCOUNTS}`)

  const flow = panel(page, "How it came to these numbers")
  await flow.getByText("Show as table").click()
  await expect(flow.getByRole("row", { name: "Log misbound 36,260 rows 36.48 %" })).toBeVisible()
})

test("the curve per minute stands beside the baseline, and its data can be read as a table", async ({
  page,
}) => {
  await untilDone(page, FRIDAY)
  await page.goto(FRIDAY)
  const when = panel(page, "When")
  await expect(
    when.getByRole("img", { name: /^Misbound events per minute from .* the most, 1,465, at / }),
  ).toBeVisible()
  await expect(when).toContainText("baseline, mean 0.15 per minute")
  await when.getByText("Show as table").click()
  await expect(when.getByRole("table")).toBeVisible()
  await expect(panel(page, "Outside the window").getByRole("row", { name: /^Baseline/ })).toContainText(
    "0.15",
  )
})

test("who may not answer a question is told so at the button, and an answer without a reason is refused", async ({
  asPerson,
}) => {
  const support = await asPerson("support")
  await untilDone(support, HOSTILE)
  await support.goto(`${HOSTILE}/questions`)
  const refused = support.getByRole("button", { name: "Keep this answer" })
  await expect(refused).not.toHaveCount(0)
  for (const button of await refused.all()) {
    await expect(button).toBeDisabled()
    await expect(button).toHaveAccessibleDescription(
      "This is for security and legal; you are signed in as support.",
    )
  }
  const legal = await asPerson("legal")
  await legal.goto(`${HOSTILE}/questions`)
  const question = panel(legal, "A log that names nobody")
  await question.getByRole("radio", { name: /^It stands/ }).check()
  await question.getByLabel("Reason").fill("no")
  await question.getByRole("button", { name: "Keep this answer" }).click()
  await expect(question.getByLabel("Reason")).toHaveAccessibleDescription(/Say why, in a sentence/)
  await expect(question.getByRole("radio", { name: /^It stands/ }), "the choice stays").toBeChecked()
  await expect(question.getByLabel("Reason")).toHaveValue("no")
})

test("nobody is called unaffected before each question was settled with a reason, and everybody is afterwards", async ({
  page,
  asPerson,
}) => {
  await untilDone(page, FRIDAY)
  const legal = await asPerson("legal")
  await legal.goto(`${FRIDAY}/questions`)
  await answer(legal, "Rows that could not be read", "It stands")
  await expectWord(page, "not shown as affected")
  await answer(legal, "Suspiciously much is misbound", "Settled")
  await answer(legal, "Catalogue and log name different devices", "Settled")
  await answer(legal, "Footage of unknown time", "Settled")
  await expectWord(page, "not shown as affected", "1 question stands: nobody may be called unaffected")

  await answer(legal, "Rows that could not be read", "Settled")
  await expect(legal.getByRole("status").filter({ hasText: "Every question is settled" })).toBeVisible()
  await expectWord(page, "unaffected", "Nothing is open on this revision")
  await page.goto(`${FRIDAY}/questions`)
  await expect(panel(page, "Footage of unknown time"), "who answered, and why").toContainText(nameOf("legal"))
  await expect(panel(page, "Footage of unknown time")).toContainText(REASON)
})

async function answer(page: Page, title: string, verdict: string) {
  const question = panel(page, title)
  const anew = question.getByRole("button", { name: "Answer anew" })
  if (await anew.isVisible()) await anew.click()
  await question.getByRole("radio", { name: new RegExp(`^${verdict}`) }).check()
  await question.getByLabel("Reason").fill(REASON)
  await question.getByRole("button", { name: "Keep this answer" }).click()
  await expect(anew).toBeVisible()
}

/** Every room that speaks of the accounts without any grade says it in the same word. */
async function expectWord(page: Page, word: "unaffected" | "not shown as affected", notice?: string) {
  await page.goto(FRIDAY)
  if (notice) await expect(page.getByText(notice)).toBeVisible()
  await expect(panel(page, "All accounts")).toContainText(`${word}, neither as owner nor as viewer`)
  if (word !== "unaffected") await expectNobodyUnaffected(page)
  await page.goto(`${FRIDAY}/people`)
  if (word !== "unaffected") await expectNobodyUnaffected(page)
  await expect(page.getByText(`The other 75,300 accounts are ${word};`)).toBeVisible()
  await page.goto(`${FRIDAY}/report`)
  await expect(panel(page, "In short")).toContainText(
    `75,300 accounts are ${word}, neither as owner nor as viewer.`,
  )
}

/** The word stands nowhere but where a page says that nobody may be called so. */
async function expectNobodyUnaffected(page: Page) {
  const text = await page.getByRole("main").innerText()
  expect(text.replaceAll(/(nobody )?may be called unaffected/g, "")).not.toMatch(/unaffected/i)
}

/** The parts that a figure consists of, each with its words. */
function parts(figure: ReturnType<typeof panel>) {
  return figure.getByRole("term").locator("..")
}
