import type { Page } from "@playwright/test"
import { expect } from "./journey.ts"
import { disclose, panel } from "./rooms.ts"

/** What people of support and legal do in the room of letters. */

const MADE_MS_MAX = 60_000

/** Says what all letters of an incident have in common. */
export async function sayFacts(page: Page, incident: string): Promise<void> {
  await page.goto(`${incident}/notices/letters`)
  const form = panel(page, "What all letters say alike")
  const lines: [label: string, text: string][] = [
    ["Company", "Porchlight Ltd."],
    ["Product", "Porchlight"],
    ["Page about it", "porchlight.example/security"],
    ["Page where a letter’s code is checked", "porchlight.example/letter"],
    ["Support’s e-mail", "help@porchlight.example"],
    ["Support’s telephone (optional)", "+1 555 0100"],
    ["Postal address", "1 Lamp Street, Springfield"],
    ["What happened, in English", "A fault of ours showed footage to other customers."],
    ["What happened, in German", "Durch einen Fehler von uns sahen andere Kunden Aufnahmen."],
    ["What we did, in English", "We have mended the fault and deleted the copies."],
    ["What we did, in German", "Wir haben den Fehler behoben und die Kopien gelöscht."],
    ["When support answers, in English", "Every day from 8 to 20"],
    ["When support answers, in German", "Täglich von 8 bis 20 Uhr"],
  ]
  for (const [label, text] of lines) await form.getByLabel(label, { exact: true }).fill(text)
  await form.getByRole("button", { name: "Keep this for all letters" }).click()
  await expect(form.getByText("This is kept")).toBeVisible()
}

/** Notes that somebody has read all letters in German. */
export async function vouch(page: Page, incident: string): Promise<void> {
  await page.goto(`${incident}/notices/letters`)
  const form = panel(page, "Who has read the letters in German")
  await form.getByLabel("Who has read them").fill("The translator of the house")
  await form.getByRole("button", { name: "Note who has read them" }).click()
  await expect(form).toBeHidden()
}

/**
 * Plans letters as the form suggests it, and stays at the plan. Where somebody else writes to those whose video was exposed,
 * `from` says who.
 */
export async function planLetters(
  page: Page,
  incident: string,
  {
    perSecond = "50",
    holdS = "60",
    executor = "smtp",
    from,
  }: { perSecond?: string; holdS?: string; executor?: "smtp" | "external"; from?: string } = {},
): Promise<string> {
  await page.goto(`${incident}/notices`)
  await page.getByLabel("Sender’s name").fill("Porchlight")
  await page.getByLabel("Sender’s address").fill("help@porchlight.example")
  if (from !== undefined)
    await page
      .getByRole("group", { name: /^Owner: video exposed · / })
      .getByLabel("From")
      .fill(from)
  await page.getByLabel("Letters a second, at most").fill(perSecond)
  await page.getByLabel("Seconds before the first one leaves").fill(holdS)
  if (executor === "external") await page.getByRole("radio", { name: /^Somebody else’s system/ }).check()
  await page.getByRole("button", { name: "Plan letters" }).click()
  await expect(page).toHaveURL(/\/notices\/runs\/\d+$/)
  await expect(panel(page, "Told and now")).toBeVisible({ timeout: MADE_MS_MAX })
  return new URL(page.url()).pathname
}

/** As legal: lets pass that people are told they are not affected, while questions of the incident are open. */
export async function letOpenQuestionsPass(page: Page, run: string): Promise<void> {
  await page.goto(run)
  const finding = panel(page, "What speaks against the letters")
    .getByRole("listitem")
    .filter({ hasText: "would be told that they are not affected" })
  await disclose(finding, "Let it pass, as legal")
  await finding.getByLabel("Why it may pass").fill("The questions are about cameras of other people")
  await finding.getByRole("button", { name: "Let this finding pass" }).click()
  await expect(finding.getByText("Passed by legal")).toBeVisible()
}

/** Asks legal to approve the letters of a run, and gives the address of the request. */
export async function askForLetters(page: Page, run: string): Promise<string> {
  await page.goto(run)
  const form = panel(page, "What will happen")
  await form.getByLabel("Why it is needed").fill("People have to know before the evening news")
  await form.getByRole("button", { name: "Ask legal to approve" }).click()
  await expect(page).toHaveURL(/\/approvals\/[0-9a-f-]{36}$/)
  return new URL(page.url()).pathname
}

/** Approves what an address asks for. */
export async function approve(page: Page, request: string): Promise<void> {
  await page.goto(request)
  await page.getByRole("button", { name: "Approve" }).click()
  await expect(page.getByText(/has approved this$/)).toBeVisible()
}
