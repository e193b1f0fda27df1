import type { Page } from "@playwright/test"
import { expect } from "./journey.ts"
import { panel } from "./rooms.ts"

export const NEW_PASSWORD = "a password of somebody new"

let invited = 0

/** An address that nobody in this console has yet. */
export function someAddress(name: string): string {
  invited += 1
  return `${name}-${Date.now()}-${invited}@journeys.example`
}

/** Invites somebody, as an administrator does, and gives the link. */
export async function invite(
  page: Page,
  { email, name, role }: { email: string; name: string; role: string },
): Promise<string> {
  await page.goto("/members")
  const form = panel(page, "Invite somebody")
  await form.getByLabel("E-mail").fill(email)
  await form.getByLabel("Name").fill(name)
  await form.getByLabel("Role", { exact: true }).selectOption(role)
  await form.getByRole("button", { name: "Make the invitation" }).click()
  return await issuedLink(page)
}

/** The link that was just made, which the page shows this once. */
export async function issuedLink(page: Page): Promise<string> {
  const link = page.locator("code").filter({ hasText: "/invitation/" })
  await expect(link).toBeVisible()
  return (await link.textContent()) ?? ""
}

/** Chooses a password at a link, and is led to sign-in. */
export async function accept(page: Page, link: string, button = "Accept the invitation"): Promise<void> {
  await page.goto(new URL(link).pathname)
  await page.getByLabel("Password", { exact: true }).fill(NEW_PASSWORD)
  await page.getByLabel("The password again").fill(NEW_PASSWORD)
  await page.getByRole("button", { name: button }).click()
  await expect(page.getByRole("status").filter({ hasText: "Your password is set" })).toBeVisible()
}

/** Signs in with the address that stands in the form already, or another. */
export async function signInAs(page: Page, email: string, password = NEW_PASSWORD): Promise<void> {
  await page.goto("/sign-in")
  await page.getByLabel("E-mail").fill(email)
  await page.getByLabel("Password").fill(password)
  await page.getByRole("button", { name: "Sign in", exact: true }).click()
}
