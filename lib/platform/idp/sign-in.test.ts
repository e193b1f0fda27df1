import pg from "pg"
import { afterAll, expect, test } from "vitest"
import { ownProvider } from "../../testing/idp.ts"
import { exchange, IdpBrowser } from "../../testing/idp-browser.ts"
import { seedAccounts } from "./seed-accounts.ts"

const own = await ownProvider()
const database = new pg.Pool({ connectionString: own.databaseUrl })
afterAll(() => database.end())
await seedAccounts(database, [{ id: "anna", lastUsedAt: new Date("2024-02-16T12:00:00Z") }])

test("somebody signs in through the form, and the app gets tokens that are good", async () => {
  const tokens = await new IdpBrowser(own).signIn("app-opaque", "anna")
  expect(tokens).toMatchObject({ access_token: expect.any(String), refresh_token: expect.any(String) })
  const told = await exchange(own, "app-opaque", { token: tokens.access_token }, "/token/introspection")
  expect(await told.json()).toMatchObject({ active: true, sub: "anna", client_id: "app-opaque" })
})
