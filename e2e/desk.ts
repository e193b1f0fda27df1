import type { Locator, Page } from "@playwright/test"
import { expect } from "./journey.ts"
import { RUN_MS_MAX } from "./rooms.ts"

/** What a person of security does at the desk: declare, choose evidence, run. */

/** Declares an incident and gives its address. */
export async function declareIncident(page: Page, title: string): Promise<string> {
  await page.goto("/incidents/new")
  await page.getByLabel("Title").fill(title)
  await page.getByRole("radio", { name: /^High/ }).check()
  await page.getByRole("button", { name: "Declare the incident" }).click()
  await expect(page).toHaveURL(/\/incidents\/INC-\d+\/evidence$/)
  return new URL(page.url()).pathname.replace("/evidence", "")
}

/** Declares an incident whose evidence is to be uploaded. */
export async function declareWithUpload(page: Page, title: string): Promise<string> {
  const incident = await declareIncident(page, title)
  await page.getByRole("button", { name: "Go on" }).click()
  await expect(page.getByLabel("Choose files")).toBeVisible()
  return incident
}

/** Declares an incident that replays a scenario, and stays at its run. */
export async function declareDrill(page: Page, title: string, scenario: string): Promise<string> {
  const incident = await declareIncident(page, title)
  await page.getByRole("radio", { name: /^A drill/ }).check()
  await page.getByLabel("Scenario").selectOption(scenario)
  await page.getByRole("button", { name: "Run the drill" }).click()
  await expect(page.getByRole("heading", { name: "Revision 1, attempt 1" })).toBeVisible()
  return incident
}

/** Uploads files and waits until they were looked at. */
export async function uploadFiles(page: Page, files: Parameters<Locator["setInputFiles"]>[0]): Promise<void> {
  await page.getByLabel("Choose files").setInputFiles(files)
  await expect(page.getByText("Looking at the files")).toBeVisible()
  await expect(page.getByText("Looking at the files")).toBeHidden({ timeout: 30_000 })
  await expect(page.getByRole("button", { name: /^Make revision/ })).toBeVisible()
}

/** Waits at a run until it is done. */
export async function runDone(page: Page): Promise<void> {
  await expect(page.getByRole("link", { name: "Go to the open questions" })).toBeVisible({
    timeout: RUN_MS_MAX,
  })
}
