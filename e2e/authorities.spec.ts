import type { AddressInfo } from "node:net"
import { receiverRoutes, serveRoutes } from "../scripts/authority/reference-receiver.ts"
import { expect, test } from "./journey.ts"
import { expectUsable } from "./usable.ts"

test.setTimeout(120_000)

const secret = {
  bearer: "a secret of the reference receiver",
  signing: `whsec_${Buffer.from("another one, of 24 bytes").toString("base64")}`,
}

test.describe("an administrator", () => {
  test.use({ person: "administrator" })
  test("adds an authority, sees what it cannot end, checks and removes it", async ({ page }) => {
    const server = await serveRoutes(receiverRoutes(secret))
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    await page.goto("/settings/authorities")
    const form = page.getByRole("region", { name: "Add an authority" })
    const fill = (label: string, text: string) => form.getByLabel(label).fill(text)
    await fill("What people call it", "Our accounts")
    await fill("Issuer", origin)
    await fill("Address for Global Token Revocation", "http://id.example.org/")
    await fill("Requests a second at most", "20")
    await fill("Requests at once at most", "5")
    await form.getByLabel("JWT access tokens: once ended, one").selectOption("lives on until it expires")
    await form.getByRole("button", { name: "Add the authority" }).click()
    await expect(form.getByText(/for how many seconds/)).toBeVisible()
    await form.getByLabel("JWT access tokens: for so many seconds at most").fill("600")
    await form.getByRole("button", { name: "Add the authority" }).click()
    await expect(form.getByText(/must begin with https/)).toBeVisible()
    await expect(form.getByLabel("Address for Global Token Revocation")).toHaveAttribute(
      "aria-invalid",
      "true",
    )
    await expectUsable(page)

    await fill("Address for Global Token Revocation", `${origin}/global-token-revocation`)
    await fill("Address for cut-offs", `${origin}/epochs`)
    await fill("Address that tells somebody's sessions", `${origin}/sessions`)
    await fill("Address that takes tokens", `${origin}/probe`)
    await fill("Address that mints canaries", `${origin}/canaries`)
    await fill("Secret of requests", secret.bearer)
    await form.getByRole("button", { name: "Add the authority" }).click()
    await expect(form.getByText(/^whsec_/)).toBeVisible()

    const panel = page.getByRole("region", { name: "Our accounts", exact: true })
    await expect(panel.getByText("JWT access tokens live on for up to 10 minutes (600 s).")).toBeVisible()
    await panel.getByText("Change Our accounts").first().click()
    await panel.getByLabel("Secret of messages").fill(secret.signing)
    await panel.getByRole("button", { name: "Change Our accounts" }).click()
    await expect(panel.getByText("The change stands")).toBeVisible()
    await panel.getByRole("button", { name: "Check Our accounts now" }).click()
    await expect(panel.getByText("No step failed")).toBeVisible({ timeout: 30_000 })
    await expect(panel.getByRole("row", { name: /A cut-off never moves back/ })).toContainText("passed")
    await expectUsable(page)

    await page.reload()
    await expect(page.getByText(/whsec_/)).toHaveCount(0)

    await panel.getByRole("button", { name: "Remove Our accounts" }).click()
    await page.getByRole("dialog").getByRole("button", { name: "Remove the authority" }).click()
    await expect(panel).toHaveCount(0)
    server.closeAllConnections()
    server.close()
  })
})

test.describe("an auditor", () => {
  test.use({ person: "auditor" })
  test("reads authorities and changes nothing", async ({ page }) => {
    await page.goto("/settings/authorities")
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible()
    await expect(page.getByRole("button", { name: /Add|Check|Remove|Change/ })).toHaveCount(0)
    await expectUsable(page)
  })
})
