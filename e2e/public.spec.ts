import { expect, test } from "./journey.ts"
import { expectUsable } from "./usable.ts"

test.use({ person: null })

/** The public process listens at the port after the console's. */
function publicAddress(baseURL: string | undefined): string {
  const address = new URL(baseURL ?? "")
  address.port = String(Number(address.port) + 1)
  return address.origin
}

test("somebody with a letter asks whether it is real", async ({ page, baseURL }) => {
  await page.goto(publicAddress(baseURL))
  await expect(page.getByRole("heading", { name: "Is this letter real?" })).toBeVisible()
  await expectUsable(page)
  await page.getByLabel("Code in the letter").fill("7k2m 9qx4 01z8 tb3w")
  await page.getByRole("button", { name: "Check the code" }).click()
  await expect(page.getByRole("heading", { name: "We sent no letter with this code" })).toBeVisible()
  await expectUsable(page)
})

test("the internet reaches nothing of the console there", async ({ request, baseURL }) => {
  const origin = publicAddress(baseURL)
  for (const path of [
    "/sign-in",
    "/api/v1/incidents",
    "/incidents/INC-1",
    "/api/v1/openapi.json",
    "/_next/static",
  ])
    expect((await request.get(`${origin}${path}`)).status(), path).toBe(404)
  expect((await request.get(`${origin}/health/ready`)).status()).toBe(200)
})
