import { expect, test } from "./journey.ts"
import { approve, askForLetters, letOpenQuestionsPass, planLetters, sayFacts, vouch } from "./letters.ts"
import { LATE, panel, untilDone } from "./rooms.ts"
import { expectUsable } from "./usable.ts"

test.setTimeout(600_000)
test.use({ actionTimeout: 60_000 })

/** 24,638 of them, beside whatever else the machine does. */
const SENT_MS_MAX = 300_000

test("letters go out, late evidence moves people, and those are written to again; a letter proves itself", async ({
  page,
  asPerson,
  baseURL,
}) => {
  await untilDone(page, LATE)
  const support = await asPerson("support")
  await sayFacts(support, LATE)
  await vouch(support, LATE)
  const run = await planLetters(support, LATE, { perSecond: "2000", holdS: "0" })
  await approve(await asPerson("counsel"), await askForLetters(support, run))
  await support.goto(run)
  await support.getByRole("button", { name: /^Send 24,[\d]{3} letters$/ }).click()
  const live = panel(support, "How it goes")
  await expect(live.getByText("Nothing is left to send.")).toBeVisible({ timeout: SENT_MS_MAX })

  await page.goto(LATE)
  await page.getByRole("button", { name: "Let the late evidence arrive" }).click()
  await expect(page.getByRole("link", { name: "Go to the open questions" })).toBeVisible({ timeout: 120_000 })
  const second = await planLetters(support, LATE, { perSecond: "2000", holdS: "0" })
  await expect(panel(support, "Told and now")).toContainText("What people were told comes from run 1")
  await expect(panel(support, "Who gets which letter")).toContainText(/3\d\d letters/)
  await expectUsable(support)
  await letOpenQuestionsPass(await asPerson("legal"), second)
  await approve(await asPerson("counsel"), await askForLetters(support, second))
  await support.goto(second)
  await support.getByRole("button", { name: /^Send 3\d\d letters$/ }).click()
  await expect(live.getByText("Nothing is left to send.")).toBeVisible({ timeout: SENT_MS_MAX })
  await planLetters(support, LATE, { perSecond: "2000", holdS: "0" })
  await expect(support.getByText("This plan has no letters")).toBeVisible()
  await expectUsable(support)

  await support.goto("/inbox")
  await support
    .getByRole("button", { name: /^Open letter/ })
    .first()
    .click()
  const letter = support.frameLocator("iframe").first()
  const code = (await letter.locator("body").innerText()).match(
    /\b[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}\b/,
  )?.[0]
  const origin = new URL(baseURL ?? "")
  origin.port = String(Number(origin.port) + 1)
  await support.goto(origin.origin)
  await support.getByLabel("Code in the letter").fill(code ?? "")
  await support.getByRole("button", { name: "Check the code" }).click()
  await expect(support.getByRole("heading", { name: "We sent a letter with this code" })).toBeVisible()
  await expect(support.locator("main")).not.toContainText("@people.example")
})
