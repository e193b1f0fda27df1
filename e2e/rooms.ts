import type { Locator, Page } from "@playwright/test"
import { expect } from "./journey.ts"

/** The Friday of 16 February 2024 in small, resold cameras, hostile texts, and a Friday of its own for letters: as in `seed.ts`. */
export const FRIDAY = "/incidents/INC-1"
export const SECOND_HAND = "/incidents/INC-2"
export const HOSTILE = "/incidents/INC-3"
export const LATE = "/incidents/INC-4"

/** A drill takes seconds; on a busy machine a minute, and others may wait before it. */
export const RUN_MS_MAX = 80_000

/** A part of a page by its heading. */
export function panel(page: Page, title: string | RegExp): Locator {
  return page.getByRole("region", { name: title, exact: typeof title === "string" })
}

const done = new Set<string>()

/** Watches the run of an incident that waits from the beginning, through its page, until it is done. */
export async function untilDone(page: Page, incident: string): Promise<void> {
  if (done.has(incident)) return
  await page.goto(`${incident}/evidence`)
  const watch = page.getByRole("link", { name: "Watch it" })
  const overview = page
    .getByRole("navigation", { name: "Rooms of the incident" })
    .getByRole("link", { name: "Overview" })
  await expect(watch.or(overview).first()).toBeVisible()
  if (await watch.isVisible()) {
    await watch.click()
    await expect(page.getByRole("link", { name: "Go to the open questions" })).toBeVisible({
      timeout: RUN_MS_MAX,
    })
  }
  await expect(overview).toBeVisible()
  done.add(incident)
}

/** Opens the first part of a page that a summary hides. */
export async function disclose(part: Page | Locator, hasText: string | RegExp): Promise<Locator> {
  const summary = part.locator("summary").filter({ hasText }).first()
  const details = summary.locator("..")
  if ((await details.getAttribute("open")) === null) await summary.click()
  return details
}

/** Opens everything that summaries hide. */
export async function openAll(page: Page): Promise<void> {
  await page.locator("details").evaluateAll((all) => {
    for (const one of all) one.setAttribute("open", "")
  })
}

/** Looks an account up by its id or e-mail address, with a reason, in the room of people. */
export async function lookUp(page: Page, account: string): Promise<void> {
  await page.getByLabel("Account id or e-mail address").fill(account)
  await page.getByLabel("Why you look").fill("They called about it")
  await page.getByRole("button", { name: "Look up" }).click()
}

/** Reveals whose page is open, with a reason. */
export async function reveal(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: "Reveal who this is" }).click()
  const dialog = page.getByRole("dialog", { name: /^Reveal who P-.* is\?$/ })
  await dialog.getByLabel("Why you have to know").fill("A letter came back")
  await dialog.getByRole("button", { name: "Reveal 1 person" }).click()
  const who = panel(page, "Who this is")
  await expect(who).toContainText("Revealed to you until")
  return who
}

/** What is told of a term in a list of terms. */
export function definition(part: Locator, term: string): Locator {
  return part.getByRole("definition").and(part.locator(`dt:text-is("${term}") + dd`))
}

/** The line of an incident on the board. */
export function lineOnBoard(page: Page, incident: string): Locator {
  return page.getByRole("row", { name: new RegExp(`^${incident.replace(/^.*\//, "")} `) })
}
