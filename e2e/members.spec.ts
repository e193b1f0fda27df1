import { totpOf } from "../lib/testing/totp.ts"
import { accept, invite, issuedLink, NEW_PASSWORD, signInAs, someAddress } from "./invited.ts"
import { expect, test } from "./journey.ts"
import { emailOf, nameOf } from "./people.ts"
import { panel } from "./rooms.ts"
import { expectUsable } from "./usable.ts"

test.use({ person: "administrator" })
test.setTimeout(180_000)

test("an administrator invites somebody, who accepts in another browser, gets another role, and is shut out", async ({
  page,
  asPerson,
}) => {
  const email = someAddress("newcomer")
  const link = await invite(page, { email, name: "The newcomer", role: "support" })
  await expectUsable(page)

  const theirs = await asPerson(null)
  await theirs.goto(new URL(link).pathname)
  await expect(theirs.getByText("You will work here as support.")).toBeVisible()
  await expect(theirs.getByLabel("E-mail")).toHaveValue(email)
  await theirs.getByLabel("Password", { exact: true }).fill("short")
  await theirs.getByLabel("The password again").fill("short")
  await theirs.getByRole("button", { name: "Accept the invitation" }).click()
  await expect(theirs.getByText("Use at least 12 characters")).toBeVisible()
  await expectUsable(theirs)
  await accept(theirs, link)
  await signInAs(theirs, email)
  await expect(theirs.getByRole("banner")).toContainText("The newcomer")
  await expect(
    theirs.getByRole("navigation", { name: "Places" }).getByRole("link", { name: "Members" }),
    "support has no business there",
  ).toHaveCount(0)
  await theirs.goto("/members")
  await expect(theirs.getByText("This page is not for your role")).toBeVisible()

  const late = await asPerson(null)
  await late.goto(new URL(link).pathname)
  await expect(late.getByText("This link is not good any more")).toBeVisible()

  await page.goto("/members")
  await page.getByRole("link", { name: "The newcomer" }).last().click()
  await expect(page.getByRole("heading", { name: "The newcomer", level: 1 })).toBeVisible()
  await page.getByLabel("Role", { exact: true }).selectOption("legal")
  await page.getByRole("button", { name: "Change the role" }).click()
  await expect(page.getByText("legal since")).toBeVisible()
  await theirs.goto("/")
  await expect(
    theirs.getByRole("heading", { name: "Sign in" }),
    "what was open was another role’s",
  ).toBeVisible()
  await signInAs(theirs, email)
  await expect(theirs.getByRole("banner")).toContainText("legal")

  await page.getByRole("button", { name: "Deactivate The newcomer" }).click()
  const dialog = page.getByRole("dialog")
  await expect(dialog.getByText("They are signed out everywhere at once")).toBeVisible()
  await dialog.getByRole("button", { name: "Deactivate The newcomer" }).click()
  await expect(page.getByText("nobody can sign in as The newcomer")).toBeVisible()
  await expect(page.getByText("Reactivate them first.").first()).toBeVisible()
  await expectUsable(page)
  await signInAs(theirs, email)
  await expect(theirs.getByRole("alert").filter({ hasText: "do not belong together" })).toBeVisible()
})

test("whoever may not do it sees why: administrators to themselves, auditors to anybody", async ({
  page,
  asPerson,
}) => {
  await page.goto("/members")
  await page
    .getByRole("main")
    .getByRole("link", { name: nameOf("administrator") })
    .click()
  await expect(page.getByRole("button", { name: "Change the role" })).toBeDisabled()
  await expect(page.getByText("This is you: another administrator can do this.").first()).toBeVisible()

  const auditor = await asPerson("auditor")
  await auditor.goto("/members")
  const button = auditor.getByRole("button", { name: "Make the invitation" })
  await expect(button).toBeDisabled()
  await expect(button).toHaveAccessibleDescription("This is for administrator; you are signed in as auditor.")
  await expect(auditor.getByRole("table", { name: "Permissions by role" })).toContainText("declare")
  await auditor.getByRole("link", { name: nameOf("legal") }).click()
  await expect(auditor.getByRole("button", { name: /^Deactivate/ })).toBeDisabled()
})

test("an invitation that is withdrawn opens nothing", async ({ page, asPerson }) => {
  const email = someAddress("nobody")
  const link = await invite(page, { email, name: "Nobody", role: "support" })
  await page.getByRole("button", { name: `Withdraw the invitation of ${email}` }).click()
  await expect(page.getByRole("row", { name: email })).toHaveCount(0)
  const theirs = await asPerson(null)
  await theirs.goto(new URL(link).pathname)
  await expect(theirs.getByText("This link is not good any more")).toBeVisible()
})

test("a second factor is set up, asked for, lost, and set aside by an administrator’s link", async ({
  page,
  asPerson,
}) => {
  const email = someAddress("careful")
  const link = await invite(page, { email, name: "The careful one", role: "security" })
  const theirs = await asPerson(null)
  await accept(theirs, link)
  await signInAs(theirs, email)
  await theirs.getByRole("link", { name: "The careful one" }).click()
  const factor = panel(theirs, "Second factor")
  await factor.getByLabel("Your password").fill("not the password")
  await factor.getByRole("button", { name: "Set up a second factor" }).click()
  await expect(factor.getByText("This is not your password")).toBeVisible()
  await factor.getByLabel("Your password").fill(NEW_PASSWORD)
  await factor.getByRole("button", { name: "Set up a second factor" }).click()
  await expect(factor.getByRole("img", { name: /^The secret for your authenticator/ })).toBeVisible()
  await expectUsable(theirs)
  const secret = ((await factor.locator("code").textContent()) ?? "").replaceAll(" ", "")
  await factor.getByLabel("Code").fill("000000")
  await factor.getByRole("button", { name: "Confirm this code" }).click()
  await expect(factor.getByText("This code is not right")).toBeVisible()
  await factor.getByLabel("Code").fill(totpOf(secret))
  await factor.getByRole("button", { name: "Confirm this code" }).click()
  const codes = factor.getByRole("list", { name: "Backup codes" }).getByRole("listitem")
  await expect(codes).toHaveCount(10)
  const backup = (await codes.first().textContent()) ?? ""
  await expectUsable(theirs)

  const another = await asPerson(null)
  await signInAs(another, email)
  await expect(another.getByRole("heading", { name: "Second factor" })).toBeVisible()
  await another.goto("/")
  await expect(another.getByRole("heading", { name: "Sign in" }), "the password opens nothing").toBeVisible()
  await signInAs(another, email)
  await another.getByLabel("Code").fill("000000")
  await another.getByRole("button", { name: "Go on" }).click()
  await expect(another.getByRole("alert").filter({ hasText: "This code is not right" })).toBeVisible()
  await expectUsable(another)
  await another.getByLabel("Code").fill(totpOf(secret, 1))
  await another.getByRole("button", { name: "Go on" }).click()
  await expect(another.getByRole("heading", { name: "Incidents", level: 1 })).toBeVisible()

  const third = await asPerson(null)
  await signInAs(third, email)
  await third.getByLabel("Code").fill(backup)
  await third.getByRole("button", { name: "Go on" }).click()
  await expect(third.getByRole("heading", { name: "Incidents", level: 1 })).toBeVisible()

  await page.goto("/members")
  await page.getByRole("link", { name: "The careful one" }).last().click()
  await page.getByRole("button", { name: "Make a link for a new password" }).click()
  const anew = await issuedLink(page)
  await accept(third, anew, "Set this password")
  await signInAs(third, email)
  await expect(third.getByRole("heading", { name: "Incidents", level: 1 }), "no code any more").toBeVisible()
  await another.goto("/")
  await expect(another.getByRole("heading", { name: "Sign in" })).toBeVisible()
})

test("one signs out another browser, and then everywhere", async ({ page, asPerson }) => {
  const email = someAddress("traveller")
  const link = await invite(page, { email, name: "The traveller", role: "legal" })
  const [here, there] = [await asPerson(null), await asPerson(null)]
  await accept(here, link)
  await signInAs(here, email)
  await signInAs(there, email)
  await here.goto("/account")
  const sessions = here.getByRole("table", { name: "Your sessions" })
  await expect(sessions.getByRole("rowheader", { name: "Chrome on Linux (this one)" })).toBeVisible()
  await expectUsable(here)
  await sessions.getByRole("button", { name: /^Sign out/ }).click()
  await expect(sessions.getByRole("button")).toHaveCount(0)
  await there.goto("/")
  await expect(there.getByRole("heading", { name: "Sign in" })).toBeVisible()

  await signInAs(there, email)
  await here.goto("/account")
  await here.getByRole("button", { name: "Sign out everywhere" }).click()
  await here.getByRole("button", { name: "End all 2 sessions" }).click()
  await expect(here.getByRole("heading", { name: "Sign in" })).toBeVisible()
  await there.goto("/account")
  await expect(there.getByRole("heading", { name: "Sign in" })).toBeVisible()
})

test("somebody who was invited again under their own address is told to use their account page", async ({
  page,
}) => {
  await page.goto("/members")
  const form = panel(page, "Invite somebody")
  await form.getByLabel("E-mail").fill(emailOf("administrator"))
  await form.getByLabel("Name").fill("Myself")
  await form.getByRole("button", { name: "Make the invitation" }).click()
  await expect(form.getByText("This is you: your password is changed on your account page")).toBeVisible()
  await expect(form.getByLabel("Name"), "what was typed stays").toHaveValue("Myself")
})
