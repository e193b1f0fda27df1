import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { Webhook } from "standardwebhooks"
import { expect, test } from "./journey.ts"
import { expectUsable } from "./usable.ts"

test.setTimeout(120_000)

test.describe("an administrator", () => {
  test.use({ person: "administrator" })

  test("makes a key, which can be used by everybody, light and dark, wide and narrow", async ({ page }) => {
    await page.goto("/settings/keys")
    await page.getByRole("textbox", { name: "Name" }).fill("A nightly program")
    await page.getByRole("radio", { name: /^auditor/ }).check()
    await page.getByRole("checkbox", { name: /^incidents:write/ }).check()
    await page.getByRole("button", { name: "Make the key" }).click()
    await expect(page.getByText("A key of role auditor can do nothing with incidents:write")).toBeVisible()
    await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue("A nightly program")
    await expectUsable(page)
    await page.getByRole("checkbox", { name: /^incidents:write/ }).uncheck()
    await page.getByRole("checkbox", { name: /^incidents:read/ }).check()
    await page.getByRole("button", { name: "Make the key" }).click()
    await expect(page.getByRole("status").filter({ hasText: "It is shown this once" })).toBeVisible()
    await expect(page.getByRole("row", { name: /^A nightly program/ })).toContainText("good")
    await expectUsable(page)
  })

  test("has another program told of acts, tries it, pauses and removes it", async ({ page }) => {
    const received: { headers: Record<string, string>; body: string }[] = []
    const receiver = createServer(async (asked, answer) => {
      let body = ""
      for await (const chunk of asked) body += chunk
      received.push({ headers: asked.headers as Record<string, string>, body })
      answer.writeHead(204).end()
    })
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve))
    const host = `127.0.0.1:${(receiver.address() as AddressInfo).port}`

    await page.goto("/settings/webhooks")
    await page.getByLabel("Address").fill("http://hooks.example.org/")
    await page.getByRole("button", { name: "Add the endpoint" }).click()
    await expect(page.getByText(/must begin with https/)).toBeVisible()
    await page.getByLabel("Address").fill(`http://${host}/hook`)
    await page.getByText("Only some acts").click()
    await page.getByRole("checkbox", { name: "run.fail", exact: true }).check()
    await page.getByRole("button", { name: "Add the endpoint" }).click()
    const secret = (await page.getByText(/^whsec_/).textContent()) ?? ""

    const endpoint = page.getByRole("region", { name: host, exact: true })
    await expect(endpoint.getByText("It has been told of nothing yet")).toBeVisible()
    await endpoint.getByRole("button", { name: `Send a test message to ${host}` }).click()
    await expect.poll(() => received.length).toBe(1)
    const [message] = received
    expect(new Webhook(secret).verify(message?.body ?? "", message?.headers ?? {})).toMatchObject({
      type: "webhook.test",
      data: { incident: null, entry: null },
    })
    await expect(async () => {
      await page.reload()
      await expect(endpoint.getByRole("row", { name: /webhook\.test/ })).toContainText("delivered", {
        timeout: 1_000,
      })
    }).toPass()
    await expect(page.getByText(secret)).toHaveCount(0)
    await expectUsable(page)

    await endpoint.getByRole("button", { name: `Pause ${host}` }).click()
    await expect(endpoint.getByText("paused", { exact: true })).toBeVisible()
    await expect(endpoint.getByText("It is paused.")).toBeVisible()
    await endpoint.getByRole("button", { name: `Remove ${host}` }).click()
    await page.getByRole("dialog").getByRole("button", { name: "Remove the endpoint" }).click()
    await expect(endpoint).toHaveCount(0)
    receiver.close()
  })
})

test.describe("an auditor", () => {
  test.use({ person: "auditor" })
  test("reads keys and webhooks and changes nothing", async ({ page }) => {
    for (const place of ["/settings/keys", "/settings/webhooks"]) {
      await page.goto(place)
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible()
      await expect(page.getByRole("button", { name: /Make|Revoke|Add|Pause|Remove|test/ })).toHaveCount(0)
      await expectUsable(page)
    }
  })
})

test("nobody else sees them", async ({ page }) => {
  for (const place of ["/settings/keys", "/settings/webhooks"])
    expect((await page.goto(place))?.status()).toBe(403)
})
