import type { Page } from "@playwright/test"
import { openSwitchReceiver, type SwitchReceiver } from "../lib/testing/switch-receiver.ts"
import { expect, test } from "./journey.ts"
import { disclose, FRIDAY, panel, untilDone } from "./rooms.ts"
import { expectUsable } from "./usable.ts"

test.setTimeout(300_000)

const KEY = "events-tab"
let receiver: SwitchReceiver

test.beforeAll(async () => {
  receiver = await openSwitchReceiver()
  receiver.state.set(KEY, { on: true, changedAt: "2024-02-16T00:00:00.000Z" })
})
test.afterAll(() => receiver.close())

test("a switch is added, tried, turned and confirmed by its own word, noted and removed", async ({
  asPerson,
}) => {
  const administrator = await asPerson("administrator")
  await addSwitch(administrator)
  const security = await asPerson("security")
  await untilDone(security, FRIDAY)
  await turnOff(security)
  await turnedBehindOurBack(security)
  await note(security)
  await expectUsable(security)
  const settings = panel(administrator, "Events tab")
  await administrator.reload()
  await settings.getByRole("button", { name: "Remove Events tab" }).click()
  await administrator.getByRole("dialog").getByRole("button", { name: "Remove the switch" }).click()
  await expect(settings).toHaveCount(0)
  await security.reload()
  await expect(panel(security, "Switches")).toContainText("removed: nobody asks it any more")
})

async function addSwitch(page: Page) {
  await page.goto("/settings/switches")
  await expect(page.getByText("No switch is known yet")).toBeVisible()
  await page.getByLabel("Its name at the back end").fill(KEY)
  await page.getByLabel("What people call it").fill("Events tab")
  await page.getByLabel("What is so while it is on").fill("People see the events of their cameras.")
  await page.getByLabel("Address for requests").fill("http://flags.example.org/")
  await page.getByLabel("Address for evaluation").fill(receiver.evaluationUrl(KEY))
  await page.getByRole("button", { name: "Add the switch" }).click()
  await expect(page.getByText(/must begin with https/)).toBeVisible()
  await page.getByLabel("Address for requests").fill(receiver.url)
  await page.getByRole("button", { name: "Add the switch" }).click()
  receiver.secret = (await page.getByText(/^whsec_/).textContent()) ?? ""
  const one = panel(page, "Events tab")
  await one.getByRole("button", { name: "Try the evaluation of Events tab" }).click()
  await expect(one.getByText("Asked what it is: says on, since 16 Feb 2024, 00:00:00 UTC")).toBeVisible()
  await disclose(one, "Change Events tab")
  await one.getByLabel("What is so while it is on").fill("People see what their cameras saw.")
  await one.getByRole("button", { name: "Change Events tab" }).click()
  await expect(one.getByText("The change stands")).toBeVisible()
  await expectUsable(page)
}

async function turnOff(page: Page) {
  await page.goto(`${FRIDAY}/containment`)
  const switches = panel(page, "Switches")
  await expect(switches).toContainText("never from here")
  // It says nothing that can be believed, until it says the truth.
  receiver.says = { status: 200, body: `{"switch":"${KEY}","on":fal` }
  await switches.getByRole("button", { name: "Switch Events tab off" }).click()
  const dialog = page.getByRole("dialog", { name: "Switch Events tab off?" })
  await expect(dialog).toContainText("A signed request goes to 127.0.0.1")
  await dialog.getByLabel("Why").fill("Strangers see each other's events")
  await dialog.getByRole("button", { name: "Switch it off" }).click()
  await expect(switches.getByText("Sent, not confirmed").first()).toBeVisible()
  expect(receiver.obeyed).toHaveLength(1)
  await expect(switches.getByText("Confirmed", { exact: true })).toHaveCount(0)
  receiver.says = null
  await expect(switches.getByText("Confirmed", { exact: true }).first()).toBeVisible({ timeout: 60_000 })
  await expect(switches).toContainText("Asked, the switch says off")
  await disclose(switches, /What was done with Events tab/)
  await expect(switches.getByRole("row", { name: /^off/ })).toContainText("Strangers see each other's events")
}

/** The room is not loaded again: it shows it by itself. */
async function turnedBehindOurBack(page: Page) {
  receiver.state.set(KEY, { on: true, changedAt: new Date().toISOString() })
  await expect(panel(page, "Switches").getByText("Turned back", { exact: true }).first()).toBeVisible({
    timeout: 60_000,
  })
}

async function note(page: Page) {
  const switches = panel(page, "Switches")
  await disclose(switches, /^Done elsewhere/)
  await switches.getByRole("radio", { name: "Off" }).check()
  await switches.getByLabel("When (UTC)").fill("2024-02-16T14:30:00")
  await switches.getByLabel("Who did it").fill("the engineer on call")
  await switches.getByLabel("What was done, and how you know").fill("Turned in the flag service")
  await switches.getByRole("button", { name: "Note what was done with Events tab" }).click()
  await expect(switches.getByText("It is noted")).toBeVisible()
  await page.goto(FRIDAY)
  const when = panel(page, "When")
  await expect(
    when.getByRole("listitem").filter({ hasText: "Events tab switched off by the engineer on call" }),
  ).toContainText("as was noted; not confirmed")
  await expectUsable(page)
  await page.goto(`${FRIDAY}/containment`)
}

test.describe("an auditor", () => {
  test.use({ person: "auditor" })
  test("reads the switches and turns none", async ({ page }) => {
    await page.goto("/settings/switches")
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible()
    await expect(page.getByRole("button", { name: /Add|Change|Remove|Try/ })).toHaveCount(0)
    await page.goto(`${FRIDAY}/containment`)
    await expect(panel(page, "Switches")).toBeVisible()
    await expect(page.getByRole("button", { name: /^Switch .* o(n|ff)$/, disabled: false })).toHaveCount(0)
  })
})
